"""A tiny company's files and their mapping, for the tests of the importer."""

MAPPING = """
sources:
  takings: takings.csv
  people: people.csv
defaults:
  loaded_at: {value: 2026-02-01 00:00:00}
tables:
  payments:
    from: takings
    columns:
      payment_id: {sql: "who || '-' || source_row"}
      account_id: who
      paid_at: {sql: "day || ' 12:00:00'"}
      amount: amount
      payment_type: {value: bill}
      method: {column: how, codes: {cash desk: Cash}}
  accounts:
    from: people
    columns:
      account_id: who
      customer_id: who
      opco_id: {value: one}
      account_type: {value: utility}
      created_at: {value: 2020-01-01}
"""
TAKINGS = "who,day,amount,how\n007,2026-01-05,10.50,Cash Desk\n007,2026-01-05,10.50,Cash Desk\n"
TAKINGS += "008,2026-01-06,7,\n"
PEOPLE = "who,area\n007,North\n008,\n"
