"""The decimals of money by currency (ISO 4217); most have two."""

NONE = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
    *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
)
THREE = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")


def decimals_of_currency(currency_code: str) -> int:
    if currency_code in NONE:
        return 0
    return 3 if currency_code in THREE else 2
