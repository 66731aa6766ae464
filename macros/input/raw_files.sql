{# The files of raw_path: which table each is of. For DuckDB, which reads them. #}

{#
  Table -> its files, and what is wrong with the folder, a line each: nothing in it is passed over in silence but
  hidden files (names that begin with a dot or an underscore).
  A table is <table>.csv, .csv.gz or .parquet, or parts of one format: <table>_*.<ending>, or a folder <table>/.
#}
{% macro raw_files() %}
  {% set folder = var('raw_path') | string %}
  {% if folder in ('', 'none', 'None') %}
    {{ exceptions.raise_compiler_error("raw_source is folder but raw_path is empty. Say where the files are: --vars '{raw_source: folder, raw_path: my/files}'.") }}
  {% endif %}
  {% set folder = folder.rstrip('/') %}
  {% set rows = run_query("select file from glob('" ~ as_pattern(folder) ~ "/**') order by file").rows %}
  {% if not rows %}
    {{ exceptions.raise_compiler_error("raw_path " ~ folder ~ ": no such folder, or nothing in it. Put one CSV or Parquet file per table there.") }}
  {% endif %}
  {% set found = {'tables': {}, 'problems': []} %}
  {% set kinds = {} %}
  {% for row in rows if not modules.re.search('(^|/)[._]', row[0][folder | length + 1:]) %}
    {% set path = row[0][folder | length + 1:] %}
    {% set file = file_kind(path) %}
    {% if file.problem %}
      {% do found.problems.append(row[0] ~ ': ' ~ file.problem) %}
    {% elif file.table not in kinds %}
      {% do kinds.update({file.table: file.kind}) %}
      {% do found.tables.update({file.table: [row[0]]}) %}
    {% elif kinds[file.table] == file.kind and not file.kind.startswith('whole') %}
      {% do found.tables[file.table].append(row[0]) %}
    {% else %}
      {% do found.problems.append('table ' ~ file.table ~ ', files ' ~ found.tables[file.table][0] ~ ' and ' ~ row[0] ~ ': keep one of the two.') %}
    {% endif %}
  {% endfor %}
  {{ return(found) }}
{% endmacro %}


{# A path as a pattern of glob that means itself. #}
{% macro as_pattern(path) %}
  {{ return(path.replace('[', '[[]').replace('*', '[*]').replace('?', '[?]').replace("'", "''")) }}
{% endmacro %}


{# The table and kind of a file by its path below raw_path, or the problem with it. #}
{% macro file_kind(path) %}
  {% set steps = path.lower().split('/') %}
  {% set found = modules.re.match('^(.*?)[.](csv|csv[.]gz|parquet)$', steps[-1]) %}
  {% set tables = input_contract().keys() | list %}
  {% set stem = steps[0] if steps | length > 1 else (found.group(1) if found else modules.re.split('[.]', steps[0])[0]) %}
  {% set owners = [] %}
  {% for table_name in tables if stem == table_name or (steps | length == 1 and stem.startswith(table_name ~ '_')) %}
    {% do owners.append(table_name) %}
  {% endfor %}
  {% if owners and found %}
    {% set place = 'folder' if steps | length > 1 else ('whole' if stem == owners[0] else 'parts') %}
    {{ return({'table': owners[0], 'kind': place ~ ' ' ~ ('parquet' if found.group(2) == 'parquet' else 'csv')}) }}
  {% elif owners %}
    {{ return({'problem': 'a table is a .csv, .csv.gz or .parquet file. Save it as one, read it through the importer (docs/import.md), or move it out of the folder.'}) }}
  {% endif %}
  {% set nearest = nearest_name(stem, tables) %}
  {{ return({'problem': 'it is the file of no table; the nearest is ' ~ nearest ~ '. Name it ' ~ nearest ~ '.csv or ' ~ nearest ~ '_<part>.csv, or move it out of the folder.'}) }}
{% endmacro %}


{# The most similar of some names. #}
{% macro nearest_name(name, names) %}
  {% set text = name.replace("'", "''") %}
  {{ return(run_query(
    "select name from (values ('" ~ names | join("'), ('") ~ "')) as names (name) order by jaro_winkler_similarity(name, '" ~ text ~ "') desc, name limit 1"
  ).rows[0][0]) }}
{% endmacro %}


{# The SQL that reads the files of a table, and what is wrong with them, a line each. #}
{% macro table_reader(table_name, files) %}
  {% set problems = [] %}
  {% set selects = [] %}
  {% if files[0].lower().endswith('.parquet') %}
    {% set paths = [] %}
    {% for file in files %}
      {% do problems.extend(parquet_problems(table_name, file)) %}
      {% do paths.append("'" ~ as_pattern(file) ~ "'") %}
    {% endfor %}
    {{ return({
      'problems': problems,
      'sql': "select * from read_parquet([" ~ paths | join(', ') ~ "], union_by_name=true, hive_partitioning=" ~ ('=' in files[0].split('/')[-2])
        ~ ", hive_types_autocast=false)",
    }) }}
  {% endif %}
  {% for file in files %}
    {% set reader = csv_reader(table_name, file) %}
    {% do problems.extend(reader.problems) %}
    {% do selects.append(reader.sql) %}
  {% endfor %}
  {{ return({'problems': problems, 'sql': selects | join(' union all by name ')}) }}
{% endmacro %}


{# The least Parquet file has twelve bytes, and begins and ends with a mark; what else ails one the engine says with its name. #}
{% macro parquet_problems(table_name, file) %}
  {% set place = 'table ' ~ table_name ~ ', file ' ~ file ~ ': ' %}
  {% set blob = "read_blob('" ~ as_pattern(file) ~ "')" %}
  {% set size = run_query("select size from " ~ blob).rows[0][0] %}
  {% if size < 12 %}{{ return([place ~ 'it is empty. Write it again, with its columns.']) }}{% endif %}
  {% if size > 100000000 %}{{ return([]) }}{% endif %}
  {% set ends = run_query("select hex(content[1:4]), hex(content[-4:]) from " ~ blob).rows[0] %}
  {% if ends[0] != '50415231' %}{{ return([place ~ 'it is no Parquet file. Write it again, or name it by what it is.']) }}{% endif %}
  {% if ends[1] != '50415231' %}{{ return([place ~ 'it is cut off: the end of a Parquet file is missing. Write it again.']) }}{% endif %}
  {{ return([]) }}
{% endmacro %}
