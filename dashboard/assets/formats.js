/* Numbers of charts and tables in the language of the browser. */
(function () {
  const language = navigator.language || "en";
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const some = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const brief = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const coins = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const days = new Intl.DateTimeFormat(language, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
  const known = (f) => (value) => (value === null || value === undefined || value === "" ? "–" : f(value));

  window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
    percent: known((v) => share.format(v)),
    number: known((v) => some.format(v)),
    amount: known((v) => (Math.abs(v) >= 1e4 ? brief.format(v) : whole.format(v))),
    short: known((v) => brief.format(v)),
  });

  const asCount = known((v) => whole.format(v));
  const asNumber = known((v) => some.format(v));
  const asPercent = known((v) => share.format(v));
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    asCount,
    asNumber,
    asPercent,
    asMoney: known((v) => coins.format(v)),
    asDay: known((v) => days.format(new Date(v + "T00:00:00Z"))),
    asWords: known((v) => { const t = String(v).replace(/_/g, " "); return t.charAt(0).toUpperCase() + t.slice(1); }),
    asCell: (v) => (v === null || v === undefined ? "" : share.format(v).replace("%", "").trim()),
    // the darker the greater; hatched where the cell cannot be known yet, dashed where it is not complete
    shade(params, greatest) {
      const value = params.value;
      if (value === undefined) return { className: "", background: "var(--not-yet)" };
      if (value === null) return { background: "transparent" };
      const part = Math.min(1, Math.max(0, value / greatest));
      const style = { background: "rgba(0, 114, 178, " + (0.05 + 0.4 * part).toFixed(3) + ")" };
      style.color = "inherit";
      if (params.data[params.colDef.field + "_partial"]) style.outline = "1px dashed #D55E00";
      if (params.data[params.colDef.field + "_partial"]) style.outlineOffset = "-2px";
      return style;
    },
  });

  const link = (path, key) => (props) => {
    if (!props.value) return null;
    const params = new URLSearchParams(window.location.search);
    const kept = new URLSearchParams();
    for (const name of ["from", "to", "opco", "currency"]) if (params.get(name)) kept.set(name, params.get(name));
    for (const [name, text] of Object.entries(key(props))) kept.set(name, text);
    const href = path + "?" + kept.toString();
    return window.React.createElement("a", {
      href,
      onClick: (event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        go(href);
      },
    }, props.value);
  };
  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    AccountLink: link("/customer-lookup", (props) => ({ account: props.value })),
    CustomerLink: link("/smart-collect", (props) => ({ customer: props.value })),
    MetricLink: (props) => props.value,
  });
})();
