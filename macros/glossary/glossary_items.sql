{#
  The glossary as the project's own graph has it: every metric of models/semantic with a unit (the others are sums that
  metrics are made of), and every column whose config.meta says `glossary`. A list of dictionaries, by id. Empty while
  dbt parses: the graph is only full when a model runs.
#}
{% macro glossary_items() %}
  {% set items = {} %}
  {% if execute %}
    {% for metric in graph.metrics.values() if metric.config.meta.unit %}
      {% set meta = metric.config.meta %}
      {% set sides = metric.type_params %}
      {% do items.update({metric.name: dict(
        meta,
        name=metric.label,
        item_type='metric',
        description=metric.description,
        numerator=metric_expression(sides.numerator.name if sides.numerator else metric.name),
        denominator=metric_expression(sides.denominator.name) if sides.denominator else none,
        mart_column=meta.mart_column or metric.name,
        semantic_metric=metric.name,
      )}) %}
    {% endfor %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' %}
      {% for column in node.columns.values() if column.config.meta.glossary %}
        {% set meta = column.config.meta.glossary %}
        {% set id = meta.id or column.name %}
        {% do items.update({id: dict(
          meta,
          name=meta.label,
          item_type=meta.item_type or 'dimension',
          description=column.description,
          additivity=meta.additivity or 'none',
          mart=meta.mart or node.name,
          mart_column=meta.mart_column or (id if meta.mart else column.name),
        )}) %}
      {% endfor %}
    {% endfor %}
  {% endif %}
  {% set sorted_items = [] %}
  {% for id in items | sort %}{% do sorted_items.append(dict(items[id], metric_id=id)) %}{% endfor %}
  {{ return(sorted_items) }}
{% endmacro %}


{#
  A metric of the semantic layer written over columns of its base model: the expression of a sum, or that of a derived
  metric with its inputs written out.
#}
{% macro metric_expression(name) %}
  {% set metric = graph.metrics['metric.arrears.' ~ name] %}
  {% set text = namespace(value=metric.config.meta.expression or metric.type_params.expr or name) %}
  {% if metric.type == 'derived' %}
    {% for input in metric.type_params.metrics %}
      {% set text.value = modules.re.sub('\\b' ~ input.name ~ '\\b', metric_expression(input.name), text.value) %}
    {% endfor %}
  {% endif %}
  {{ return(text.value) }}
{% endmacro %}


{# A text of the glossary as a SQL literal: lists with vertical bars between, null where there is nothing. #}
{% macro glossary_text(value) %}
  {%- if value is none or value is not defined -%}
    cast(null as {{ dbt.type_string() }})
  {%- else -%}
    {{ dbt.string_literal(dbt.escape_single_quotes(value if value is string else value | join('|'))) }}
  {%- endif -%}
{% endmacro %}
