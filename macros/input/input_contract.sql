{#
  The input contract: every table a company can hand over, its key, its parents and its columns.
  One text for SQL and Python: scripts read the YAML between the set tags.

  A column reads `<type> [required] [codes...]`. Types: text, code, date, far_date (may lie forty
  years ahead), timestamp, money (two decimals), number, integer, boolean.
  parents    a required reference: an unknown one quarantines the row
  references an optional one: an unknown one, one of another account, or a shop of another opco, becomes null
#}
{% macro input_contract() %}
{% set contract %}
opcos:
  key: [opco_id]
  columns:
    opco_id: text required
    opco_name: text required
    country_code: text required
    currency_code: text required
    timezone: text required
    sector: code required payg utility lending
policies:
  key: [opco_id, valid_from]
  parents: {opco_id: opcos}
  columns:
    opco_id: text required
    valid_from: date required
    default_after_days: integer required
    bill_window_before_days: integer
    bill_window_after_days: integer required
    bill_tolerance: money required
    allocation_method: code required balance_forward open_item
    attribution_window_days: integer required
    promise_grace_days: integer required
    retry_cost: money required
    baseline_first_attempt_rate: number required
shops:
  key: [shop_id]
  parents: {opco_id: opcos}
  columns:
    shop_id: text required
    opco_id: text required
    shop_name: text required
    region: text required
    territory: text
customers:
  key: [customer_id]
  parents: {opco_id: opcos}
  columns:
    customer_id: text required
    opco_id: text required
    customer_name: text
    phone: text
    email: text
    language: text
    income_band: text
    tenure_band: text
    is_vulnerable: boolean
    prefers_direct_debit: boolean
    address: text
    credit_score: number
    customer_status: text
    is_test: boolean required
    created_at: timestamp required
accounts:
  key: [account_id]
  parents: {customer_id: customers, opco_id: opcos}
  references: {shop_id: shops}
  columns:
    account_id: text required
    customer_id: text required
    opco_id: text required
    shop_id: text
    account_type: code required payg utility loan
    installed_on: date
    cu_type: text
    tariff: text
    has_meter: boolean
    subsidy: text
    sign_up_agent_code: text
    sign_up_agent_name: text
    install_technician_code: text
    install_technician_name: text
    upgrade_technician_code: text
    upgrade_technician_name: text
    region: text
    closed_on: date
    created_at: timestamp required
contracts:
  key: [contract_id]
  parents: {account_id: accounts}
  columns:
    contract_id: text required
    account_id: text required
    product_name: text required
    product_category: text
    product_tags: text
    contract_type: code required payg upfront loan service
    ordered_on: date
    fulfilled_on: date
    downpayment_amount: money
    downpayment_paid_on: date
    downpayment_days: integer required
    daily_rate: money
    financed_amount: money
    term_days: integer
    ended_on: date
    end_reason: code completed opted_out cancelled repossessed written_off restructured
    replaces_contract_id: text
    opening_on: date
    opening_credit_expires_on: far_date
    opening_paid_amount: money
bills:
  key: [bill_id]
  parents: {account_id: accounts}
  references: {contract_id: contracts}
  columns:
    bill_id: text required
    account_id: text required
    contract_id: text
    period_start: date
    period_end: far_date required
    issued_on: date
    due_on: far_date required
    bill_amount: money required
    usage_quantity: number
    credits_bill_id: text
    is_opening: boolean
payments:
  key: [payment_id]
  parents: {account_id: accounts}
  references: {contract_id: contracts, bill_id: bills}
  columns:
    payment_id: text required
    account_id: text required
    contract_id: text
    bill_id: text
    paid_at: timestamp required
    amount: money required
    payment_type: code required downpayment instalment bill bonus refund reversal
    reverses_payment_id: text
    method: text
actions:
  key: [action_id]
  parents: {account_id: accounts}
  references: {bill_id: bills}
  columns:
    action_id: text required
    account_id: text required
    bill_id: text
    action_at: timestamp required
    action_type: code required reminder call sms email letter visit promise arrangement_agreed arrangement_broken disconnection other
    action_name: text required
    agent_id: text
    script_id: text
    previous_status: text
    new_status: code call_not_connected call_connected right_party_contact wrong_party_contact promise_to_pay partial_payment instalment_payment payment_in_full invalid_number
    promised_amount: money
    promised_for: date
    cost: money
    is_holdout: boolean
attempts:
  key: [attempt_id]
  parents: {account_id: accounts}
  references: {contract_id: contracts, bill_id: bills}
  columns:
    attempt_id: text required
    account_id: text required
    contract_id: text
    bill_id: text
    attempted_at: timestamp required
    attempt_number: integer required
    amount: money required
    balance_at_attempt: money
    method: code required e_nach upi_autopay manual card other
    status: code required success failed pending
bank_transactions:
  key: [transaction_id]
  parents: {customer_id: customers}
  columns:
    transaction_id: text required
    customer_id: text required
    booked_at: timestamp required
    amount: money required
    balance_after: money required
    category: text
    narration: text
device_states:
  key: [account_id, changed_at]
  parents: {account_id: accounts}
  columns:
    account_id: text required
    changed_at: timestamp required
    enable_status: code required enabled disabled pending_enable pending_disable error unknown
notifications:
  key: [notification_id]
  parents: {account_id: accounts}
  columns:
    notification_id: text required
    account_id: text required
    sent_at: timestamp required
    campaign_name: text required
    notification_name: text required
    language: text
    delivery_state: text required
fx_rates:
  key: [currency_code, rate_on]
  columns:
    currency_code: text required
    rate_on: date required
    rate_to_reporting: number required
segments:
  key: [account_id, segment_name]
  parents: {account_id: accounts}
  columns:
    account_id: text required
    segment_name: text required
    segment_value: text required
decisions:
  key: [decision_id]
  parents: {bill_id: bills}
  columns:
    decision_id: text required
    decided_at: timestamp required
    decided_by: text required
    decision_type: code required reschedule attempt
    bill_id: text required
    rescheduled_for: date
    reason: text
{% endset %}
{{ return(fromyaml(contract)) }}
{% endmacro %}


{# The columns of one input table, in order, as a list of dicts: name, type, required, codes. #}
{% macro contract_columns(table_name) %}
  {% set columns = [] %}
  {% for name, text in input_contract()[table_name]['columns'].items() %}
    {% set words = text.split(' ') %}
    {% set required = 'required' in words %}
    {% do columns.append({
        'name': name,
        'type': words[0],
        'required': required,
        'codes': words[(2 if required else 1):],
    }) %}
  {% endfor %}
  {% do columns.append({'name': 'loaded_at', 'type': 'timestamp', 'required': true, 'codes': []}) %}
  {{ return(columns) }}
{% endmacro %}
