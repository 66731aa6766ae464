{#
  Before a build: in folder mode every file becomes a view of its table in the raw schema. What an earlier build
  in another mode made there is removed, so that one database can serve all modes; what others made is never
  touched. What is wrong with the input is said at once, all of it, before anything is built.
  Errors: an unknown switch, a raw table of others in the way, a database that sorts text by a language, and all that
  raw_files and missing_input find.
#}
{% macro prepare_raw() %}
  {% if not execute or flags.WHICH in ('parse', 'compile', 'list', 'docs', 'generate', 'show', 'clean') %}{{ return('') }}{% endif %}
  {% if var('raw_source') not in ('seeds', 'schema', 'folder') %}
    {{ exceptions.raise_compiler_error("raw_source is '" ~ var('raw_source') ~ "'. Use seeds, schema or folder.") }}
  {% endif %}
  {% do as_of_date() %}
  {% do known_at() %}
  {% do money_decimals() %}
  {% do stop_on_unknown_currency() %}
  {% do stop_on_other_text_order() %}
  {% if target.type != 'duckdb' and var('raw_source') == 'folder' %}
    {{ exceptions.raise_compiler_error("raw_source folder needs the duckdb target. Load the files into a schema and use raw_source schema.") }}
  {% endif %}
  {% set files = raw_files() if var('raw_source') == 'folder' else {'tables': {}, 'problems': []} %}
  {% set problems = files.problems %}
  {% for table_name in input_contract() %}
    {% do clear_raw_table(table_name) %}
    {% if files.tables.get(table_name) and not problems %}
      {% set reader = table_reader(table_name, files.tables[table_name]) %}
      {% do problems.extend(reader.problems) %}
      {% if not reader.problems %}{% do show_files_as_table(table_name, with_stored_decisions(table_name, reader.sql)) %}{% endif %}
    {% elif files.tables.get(table_name) %}
      {% do problems.extend(table_reader(table_name, files.tables[table_name]).problems) %}
    {% elif var('raw_source') == 'folder' and with_stored_decisions(table_name, none) %}
      {% do show_files_as_table(table_name, stored_decisions()) %}
    {% endif %}
  {% endfor %}
  {% if not problems and flags.WHICH in ('run', 'build', 'run-operation') %}{% do problems.extend(missing_input(files.tables)) %}{% endif %}
  {% if problems %}{{ exceptions.raise_compiler_error(problems | join('\n')) }}{% endif %}
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
    {% if mode != 'seeds' or existing.type == 'view' %}
      {% do adapter.drop_relation(existing) %}
      {# making a schema commits; without it the drop is lost with the connection, and the build reads the old files #}
      {% do adapter.create_schema(existing.without_identifier()) %}
    {% endif %}
  {% elif mode != 'schema' %}
    {{ exceptions.raise_compiler_error(
      "table " ~ table_name ~ ", relation " ~ existing ~ ": it was not made by this project and would be lost. Use raw_source schema"
      ~ " to read it, or build into another database" ~ (" (ARREARS_DUCKDB names the file)." if target.type == 'duckdb' else ".")) }}
  {% endif %}
  {{ return('') }}
{% endmacro %}


{% macro show_files_as_table(table_name, sql) %}
  {% do adapter.create_schema(api.Relation.create(database=target.database, schema='raw')) %}
  {% do run_query("create view raw." ~ table_name ~ " as " ~ sql) %}
  {% do run_query("comment on view raw." ~ table_name ~ " is 'arrears'") %}
  {% do adapter.cache_added(api.Relation.create(database=target.database, schema='raw', identifier=table_name, type='view')) %}
  {{ return('') }}
{% endmacro %}


{# Says of a raw table that this project made it and may replace it. For a post-hook. #}
{% macro mark_as_ours() %}comment on table {{ this }} is 'arrears'{% endmacro %}


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


{#
  What the company has to hand over and did not, a line each: the four tables without which nothing can be measured, and
  required columns of the tables that are there. Without loaded_at nobody knows what was known at known_at.
#}
{% macro missing_input(files) %}
  {% set problems = [] %}
  {% if var('raw_source') == 'seeds' %}{{ return(problems) }}{% endif %}
  {% set absent = [] %}
  {% for table_name in input_contract() %}
    {% set relation = raw_relation_of(table_name) %}
    {% set existing = adapter.get_relation(relation.database, relation.schema, relation.identifier) %}
    {% set place = 'table ' ~ table_name ~ ', ' ~ ('file ' ~ files[table_name][0] if files.get(table_name) else 'relation ' ~ relation) %}
    {% if not existing and table_name in least_tables() %}{% do absent.append(table_name) %}{% endif %}
    {% if existing %}
      {% set found = adapter.get_columns_in_relation(existing) | map(attribute='name') | map('lower') | list %}
      {% set missing = contract_columns(table_name) | selectattr('required') | map(attribute='name') | reject('in', found + ['loaded_at']) | list %}
      {% if missing %}
        {% do problems.append(
          place ~ ': column' ~ ('s ' if missing | length > 1 else ' ') ~ missing | join(', ') ~ (' are' if missing | length > 1 else ' is')
          ~ ' missing. Add ' ~ ('them' if missing | length > 1 else 'it') ~ ', with empty values if you have none. Found: ' ~ found | join(', ') ~ '.') %}
      {% endif %}
      {% if known_at() and 'loaded_at' not in found %}
        {% do problems.append(place ~ ': known_at needs column loaded_at, the time at which a row reached the warehouse.') %}
      {% endif %}
    {% endif %}
  {% endfor %}
  {% if absent %}
    {% do problems.insert(0,
      absent | join(', ') ~ ': not given in ' ~ ('raw_path ' ~ var('raw_path') if var('raw_source') == 'folder' else 'schema ' ~ var('raw_schema'))
      ~ '. ' ~ least_tables() | join(', ') ~ ' are the least that gives figures.') %}
  {% endif %}
  {{ return(problems) }}
{% endmacro %}


{# Tables without which nothing can be measured. #}
{% macro least_tables() %}{{ return(['opcos', 'policies', 'customers', 'accounts']) }}{% endmacro %}


{# The raw table in folder and schema mode, when no model is at hand to reach it through a source. #}
{% macro raw_relation_of(table_name) %}
  {{ return(api.Relation.create(
    database=var('raw_database') or target.database,
    schema='raw' if var('raw_source') == 'folder' else var('raw_schema'),
    identifier=table_name)) }}
{% endmacro %}


{# reporting_currency is a currency of ISO 4217, or left empty. #}
{% macro stop_on_unknown_currency() %}
  {% set value = var('reporting_currency') | string | trim %}
  {% if value and not modules.re.match('^[A-Za-z]{3}$', value) %}
    {{ exceptions.raise_compiler_error("reporting_currency is '" ~ value ~ "'. Use a code of ISO 4217, such as USD.") }}
  {% endif %}
  {{ return('') }}
{% endmacro %}
