{#
  Before a build: in folder mode every file becomes a view of its table in the raw schema. What an earlier build
  in another mode made there is removed, so that one database can serve all modes; what others made is never
  touched.
  Errors: an unknown raw_source, a raw table of others in the way, a missing folder, two files for a table, an unreadable file,
  a database that sorts text by a language.
#}
{% macro prepare_raw() %}
  {% if not execute or flags.WHICH in ('parse', 'compile', 'list', 'docs', 'generate', 'show') %}{{ return('') }}{% endif %}
  {% if var('raw_source') not in ('seeds', 'schema', 'folder') %}
    {{ exceptions.raise_compiler_error("raw_source is '" ~ var('raw_source') ~ "'. Use seeds, schema or folder.") }}
  {% endif %}
  {% do as_of_date() %}
  {% do known_at() %}
  {% do stop_on_other_text_order() %}
  {% if target.type != 'duckdb' and var('raw_source') == 'folder' %}
    {{ exceptions.raise_compiler_error("raw_source folder needs the duckdb target. Load the files into a schema and use raw_source schema.") }}
  {% endif %}
  {% for table_name in input_contract() %}
    {% do clear_raw_table(table_name) %}
    {% if var('raw_source') == 'folder' %}{% do show_file_as_table(table_name) %}{% endif %}
  {% endfor %}
  {{ return('') }}
{% endmacro %}


{#
  Removes what a build in another mode left as a raw table: demo data, or a view of a file. Both carry a mark.
  Errors: a relation without the mark where this build would put its own.
#}
{% macro clear_raw_table(table_name) %}
  {% set mode = var('raw_source') %}
  {% if mode == 'schema' and (var('raw_schema') != 'raw' or var('raw_database') not in ('', target.database)) %}{{ return('') }}{% endif %}
  {% set existing = adapter.get_relation(target.database, 'raw', table_name) %}
  {% if not existing %}{{ return('') }}{% endif %}
  {% if is_marked(existing) %}
    {% if mode != 'seeds' or existing.type == 'view' %}{% do adapter.drop_relation(existing) %}{% endif %}
  {% elif mode != 'schema' %}
    {{ exceptions.raise_compiler_error(
      "table " ~ table_name ~ ", relation " ~ existing ~ ": it was not made by this project and would be lost. Use raw_source schema"
      ~ " to read it, or build into another database" ~ (" (ARREARS_DUCKDB names the file)." if target.type == 'duckdb' else ".")) }}
  {% endif %}
  {{ return('') }}
{% endmacro %}


{% macro show_file_as_table(table_name) %}
  {% set file = raw_file(table_name) %}
  {% if file %}
    {% do adapter.create_schema(api.Relation.create(database=target.database, schema='raw')) %}
    {% do run_query("create view raw." ~ table_name ~ " as select * from " ~ file_reader(table_name, file)) %}
    {% do run_query("comment on view raw." ~ table_name ~ " is 'arrears'") %}
    {% do adapter.cache_added(api.Relation.create(database=target.database, schema='raw', identifier=table_name, type='view')) %}
  {% endif %}
  {{ return('') }}
{% endmacro %}


{# Says of a raw table that this project made it and may replace it. For a post-hook. #}
{% macro mark_as_ours() %}{{ return(adapter.dispatch('mark_as_ours', 'arrears')()) }}{% endmacro %}
{% macro default__mark_as_ours() %}comment on table {{ this }} is 'arrears'{% endmacro %}
{% macro spark__mark_as_ours() %}comment on table {{ this }} is 'arrears'{% endmacro %}


{# Whether a relation carries that mark. #}
{% macro is_marked(relation) %}{{ return(adapter.dispatch('is_marked', 'arrears')(relation)) }}{% endmacro %}
{% macro default__is_marked(relation) %}
  {{ return(run_query("select obj_description(to_regclass('" ~ relation.schema ~ "." ~ relation.identifier ~ "'), 'pg_class')").rows[0][0] == 'arrears') }}
{% endmacro %}
{% macro duckdb__is_marked(relation) %}
  {% set place = "database_name = '" ~ relation.database ~ "' and schema_name = '" ~ relation.schema ~ "' and comment = 'arrears'" %}
  {{ return(run_query(
    "select count(*) from (select table_name as name from duckdb_tables() where " ~ place
    ~ " union all select view_name as name from duckdb_views() where " ~ place ~ ") as marked where name = '" ~ relation.identifier ~ "'"
  ).rows[0][0] > 0) }}
{% endmacro %}
{% macro spark__is_marked(relation) %}
  {{ return('arrears' in (run_query("describe table extended " ~ relation).rows | selectattr(0, 'equalto', 'Comment') | map(attribute=1) | list)) }}
{% endmacro %}


{# The file of a table in raw_path: <table>.parquet or <table>.csv; none when there is none. #}
{% macro raw_file(table_name) %}
  {% set folder = var('raw_path') | string %}
  {% if folder in ('', 'none', 'None') %}
    {{ exceptions.raise_compiler_error("raw_source is folder but raw_path is empty. Say where the files are: --vars '{raw_source: folder, raw_path: my/files}'.") }}
  {% endif %}
  {% set folder = folder.rstrip('/') | replace("'", "''") %}
  {% if (run_query("select count(*) from glob('" ~ folder ~ "/*')").rows[0][0]) == 0 %}
    {{ exceptions.raise_compiler_error("raw_path " ~ folder ~ ": no such folder, or nothing in it. Put one CSV or Parquet file per table there.") }}
  {% endif %}
  {% set found = run_query("select file from glob('" ~ folder ~ "/*') where lower(parse_filename(file)) similar to '" ~ table_name ~ "[.](parquet|csv|csv[.]gz)' order by file").rows %}
  {% if found | length > 1 %}
    {{ exceptions.raise_compiler_error("table " ~ table_name ~ ", files " ~ found[0][0] ~ " and " ~ found[1][0] ~ ": keep one of the two.") }}
  {% endif %}
  {{ return(found[0][0] if found else none) }}
{% endmacro %}


{#
  How DuckDB reads a file. CSV is read as text throughout, so that dirty values reach the quarantine, and
  under the names of its own first line: nothing is guessed, and every line is tried once before the build.
#}
{% macro file_reader(table_name, file) %}
  {% set quoted = "'" ~ (file | replace("'", "''")) ~ "'" %}
  {% if file.lower().endswith('.parquet') %}
    {% do stop_on_empty_parquet(table_name, file, quoted) %}
    {{ return("read_parquet(" ~ quoted ~ ")") }}
  {% endif %}
  {% set header = first_line(quoted) %}
  {% if header is none %}
    {{ exceptions.raise_compiler_error("table " ~ table_name ~ ", file " ~ file ~ ": it is empty. Its first line must name the columns.") }}
  {% endif %}
  {% set names = [] %}
  {% for name in header.replace('\ufeff', '').replace('\r', '').split(',') %}
    {% do names.append(name.strip().strip('"')) %}
  {% endfor %}
  {% set columns = [] %}
  {% for name in names %}
    {% if name in names[:loop.index0] %}
      {{ exceptions.raise_compiler_error("table " ~ table_name ~ ", file " ~ file ~ ": column " ~ name ~ " is there twice. Keep one.") }}
    {% endif %}
    {% do columns.append("'" ~ name.replace("'", "''") ~ "': 'varchar'") %}
  {% endfor %}
  {% set reader = "read_csv(" ~ quoted ~ ", auto_detect=false, header=true, delim=',', quote='\"', escape='\"', nullstr='', columns={" ~ columns | join(', ') ~ "}" %}
  {% do stop_on_unreadable_line(table_name, file, reader, names) %}
  {{ return(reader ~ ")") }}
{% endmacro %}


{# The least Parquet file has twelve bytes; what ails a longer one, the engine says with its name. #}
{% macro stop_on_empty_parquet(table_name, file, quoted) %}
  {% if run_query("select size from read_blob(" ~ quoted ~ ")").rows[0][0] < 12 %}
    {{ exceptions.raise_compiler_error("table " ~ table_name ~ ", file " ~ file ~ ": it is empty. Write it again, with its columns.") }}
  {% endif %}
  {{ return('') }}
{% endmacro %}


{# The first line of a file as text; none when the file is empty. #}
{% macro first_line(quoted) %}
  {% set lines = run_query(
    "select line from read_csv(" ~ quoted ~ ", auto_detect=false, header=false, delim='\x01', quote='', escape='', columns={'line': 'varchar'}, strict_mode=false, ignore_errors=true) limit 1"
  ).rows %}
  {{ return(lines[0][0] if lines else none) }}
{% endmacro %}


{# Reads every value of a CSV once: the first line that cannot be read stops the build, by its number. #}
{% macro stop_on_unreadable_line(table_name, file, reader, names) %}
  {% set counts = [] %}
  {% for name in names %}{% do counts.append('count("' ~ name.replace('"', '""') ~ '")') %}{% endfor %}
  {% do run_query("drop table if exists unreadable_lines") %}
  {% do run_query("drop table if exists unreadable_scans") %}
  {% do run_query(
    "select " ~ counts | join(', ') ~ " from " ~ reader ~ ", store_rejects=true, rejects_table='unreadable_lines', rejects_scan='unreadable_scans', rejects_limit=10)"
  ) %}
  {% set found = run_query("select line, column_name, error_message from unreadable_lines order by line, column_idx limit 1").rows %}
  {% if found %}
    {{ exceptions.raise_compiler_error(
      "table " ~ table_name ~ ", file " ~ file ~ ", line " ~ found[0][0] ~ (", column " ~ found[0][1] if found[0][1] else "")
      ~ ": " ~ found[0][2].split('\n')[0]) }}
  {% endif %}
  {{ return('') }}
{% endmacro %}
