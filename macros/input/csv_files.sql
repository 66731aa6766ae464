{#
  How DuckDB reads a CSV file. Values are read as text throughout, so that dirty ones reach the quarantine, and under
  the names of the file's own header: comma, semicolon or tab, names in any case and order, a mark before UTF-8 or
  none, a line `sep=;` before the header. Nothing else is guessed, and every line is tried once before the build.
  Returns the SQL and what is wrong with the file, a line each.
#}
{% macro csv_reader(table_name, file) %}
  {% set place = 'table ' ~ table_name ~ ', file ' ~ file %}
  {% set quoted = "'" ~ as_pattern(file) ~ "'" %}
  {% set lines = first_lines(quoted) %}
  {% set problem = first_line_problem(lines) %}
  {% if problem %}{{ return({'sql': '', 'problems': [place ~ ': ' ~ problem]}) }}{% endif %}
  {% set has_sep = lines[0].lower().startswith('sep=') %}
  {% set line = lines[1] if has_sep and lines | length > 1 else lines[0] %}
  {% set header = csv_header(table_name, line) %}
  {% if not header.known %}
    {{ return({'sql': '', 'problems': [
      place ~ ': its first line names no column of the table. It reads `' ~ line[:200] ~ '`; the header has to be the first line, with '
      ~ contract_columns(table_name) | selectattr('required') | map(attribute='name') | reject('equalto', 'loaded_at') | join(', ') ~ '.'
    ]}) }}
  {% endif %}
  {% set columns = [] %}
  {% for name in header.names %}
    {% if name in header.names[:loop.index0] %}
      {{ return({'sql': '', 'problems': [place ~ ": column " ~ name ~ " is there twice. Keep one. Found: " ~ header.names | join(', ') ~ '.']}) }}
    {% endif %}
    {% do columns.append("'" ~ name.replace("'", "''") ~ "': 'varchar'") %}
  {% endfor %}
  {% set reader = "read_csv(" ~ quoted ~ ", auto_detect=false, header=true, skip=" ~ (1 if has_sep else 0) ~ ", delim='" ~ header.delimiter
    ~ "', quote='\"', escape='\"', nullstr='', max_line_size=16000000, hive_partitioning=false, columns={" ~ columns | join(', ') ~ "}" %}
  {% set problems = unreadable_lines(place, reader, header.names) %}
  {% set shown = [] %}
  {% for name in header.names if not name.startswith('unnamed column ') %}{% do shown.append('"' ~ name.replace('"', '""') ~ '"') %}{% endfor %}
  {% for step in file.split('/') if '=' in step %}{% do shown.append("'" ~ step.split('=')[1].replace("'", "''") ~ "' as \"" ~ step.split('=')[0].lower() ~ '"') %}{% endfor %}
  {{ return({'sql': 'select ' ~ shown | join(', ') ~ ' from ' ~ reader ~ ')', 'problems': problems}) }}
{% endmacro %}


{# The first lines of a file as text, those that are no UTF-8 left out. #}
{% macro first_lines(quoted) %}
  {% set rows = run_query(
    "select line from read_csv(" ~ quoted ~ ", auto_detect=false, header=false, delim='\x01', quote='', escape='', columns={'line': 'varchar'}, strict_mode=false, ignore_errors=true, max_line_size=16000000) limit 2"
  ).rows %}
  {% set lines = [] %}
  {% for row in rows %}{% do lines.append((row[0] or '').replace('\ufeff', '').replace('\r', '')) %}{% endfor %}
  {{ return(lines) }}
{% endmacro %}


{# What the first line says of a file that is no CSV; none when it may be one. #}
{% macro first_line_problem(lines) %}
  {% if not lines or not lines[0] %}
    {{ return('it is empty, or no text in UTF-8. Its first line must name the columns; save it as CSV UTF-8.') }}
  {% elif lines[0].startswith('PK') and '\x03' in lines[0] %}
    {{ return('it is a zip or Excel file by another name. Unpack it, or save it as CSV UTF-8.') }}
  {% elif lines[0].startswith('PAR1') %}
    {{ return('it is a Parquet file by another name. Name it .parquet.') }}
  {% elif '\x00' in lines[0] or '\x00' in lines | join('') %}
    {{ return('it is no text in UTF-8: UTF-16 perhaps, or no text at all. Save it as CSV UTF-8.') }}
  {% endif %}
  {{ return(none) }}
{% endmacro %}


{#
  The header of a CSV file: its delimiter, the one that finds most columns of the contract; its names in small letters,
  with underscores for spaces; how many of them the contract knows.
#}
{% macro csv_header(table_name, line) %}
  {% set contract = contract_columns(table_name) | map(attribute='name') | list %}
  {% set best = {'known': 0, 'delimiter': ',', 'names': []} %}
  {% for delimiter in [',', ';', '\t'] %}
    {% set names = [] %}
    {% for name in split_header(line, delimiter) %}
      {% set plain = modules.re.sub('[ -]+', '_', name.strip().lower()) %}
      {% do names.append(plain if plain else 'unnamed column ' ~ loop.index) %}
    {% endfor %}
    {% set known = names | select('in', contract) | list | length %}
    {% if known > best.known %}{% do best.update({'known': known, 'delimiter': delimiter, 'names': names}) %}{% endif %}
  {% endfor %}
  {{ return(best) }}
{% endmacro %}


{# A header cut at its delimiters, those within quotes left alone. #}
{% macro split_header(line, delimiter) %}
  {% if '"' not in line %}{{ return(line.split(delimiter)) }}{% endif %}
  {% set parts = [] %}
  {% for quoted, plain in modules.re.findall('(?:^|' ~ delimiter ~ ')(?:\\s*"((?:[^"]|"")*)"\\s*|([^' ~ delimiter ~ ']*))', line) %}
    {% do parts.append((quoted or plain).replace('""', '"')) %}
  {% endfor %}
  {{ return(parts) }}
{% endmacro %}


{# Reads every value of a CSV once: the first line that cannot be read, and values without a name, are named. #}
{% macro unreadable_lines(place, reader, names) %}
  {% set counts = [] %}
  {% for name in names %}{% do counts.append('count("' ~ name.replace('"', '""') ~ '")') %}{% endfor %}
  {% do run_query("drop table if exists unreadable_lines") %}
  {% do run_query("drop table if exists unreadable_scans") %}
  {% set values = run_query(
    "select " ~ counts | join(', ') ~ " from " ~ reader ~ ", store_rejects=true, rejects_table='unreadable_lines', rejects_scan='unreadable_scans', rejects_limit=10)"
  ).rows[0] %}
  {% set found = run_query("select line, column_name, error_message from unreadable_lines order by line, column_idx limit 1").rows %}
  {% if found %}
    {% set text = found[0][2].split('\n')[0] %}
    {{ return([
      place ~ ', line ' ~ found[0][0] ~ (', column ' ~ found[0][1] if found[0][1] else '') ~ ': ' ~ text.rstrip('.')
      ~ ('. Save the file as UTF-8.' if 'nicode' in text else '. Columns found: ' ~ names | join(', ') ~ '.')
    ]) }}
  {% endif %}
  {% for name in names %}
    {% if name.startswith('unnamed column ') and values[loop.index0] > 0 %}
      {{ return([place ~ ': ' ~ name ~ ' has values. Name it in the first line, or empty it.']) }}
    {% endif %}
  {% endfor %}
  {{ return([]) }}
{% endmacro %}
