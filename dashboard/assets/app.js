/* State lives in the address: controls write it, nothing else remembers it. */
window.dash_clientside = window.dash_clientside || {};

function go(href) {
  window.history.pushState({}, "", href);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  window.scrollTo(0, 0);
}

function monthBack(months, to, name) {
  const earlier = months.filter((month) => month <= to);
  return name === "all" ? earlier[0] : earlier[Math.max(0, earlier.length - 1 - Number(name))];
}

window.dash_clientside.arrears = {
  navigate(values, search, facts) {
    const none = window.dash_clientside.no_update;
    const triggered = (window.dash_clientside.callback_context.triggered || [])[0];
    if (!triggered || !triggered.prop_id.startsWith("{")) return none;
    const key = JSON.parse(triggered.prop_id.slice(0, triggered.prop_id.lastIndexOf("."))).key;
    const value = triggered.value;
    const params = new URLSearchParams(search || "");
    const set = (name, text) => (text === null || text === undefined || text === "" ? params.delete(name) : params.set(name, text));
    const shown = facts || {};
    if (key === "segment") {
      const [segment, wanted] = (value || "").split("~");
      set("segment", segment);
      set("value", wanted);
    } else if (key === "preset") {
      if (!value || !shown.months) return none;
      set("from", monthBack(shown.months, shown.to, value));
      set("to", shown.to);
    } else if (key === "range") {
      set("from", shown.months[value[0]]);
      set("to", shown.months[value[1]]);
    } else {
      set(key, value);
      if (key === "opco") params.delete("region");
      if (key === "to" && shown.from) {
        // a month before the range moves the whole range
        if (value < shown.from) set("from", value);
        else set("from", params.get("from") || shown.from);
      }
      if (key === "from" && shown.to) set("to", params.get("to") || shown.to);
    }
    // values that a page shows by default are not worth a new view
    const known = shown.controls || {};
    if (key in known && String(known[key]) === String(value === null ? "" : value)) return none;
    const next = "?" + params.toString();
    return next === search ? none : next;
  },
  title(facts) {
    document.title = facts && facts.title ? facts.title + " - Arrears" : "Arrears";
    document.documentElement.lang = "en";
    return window.dash_clientside.no_update;
  },
};

document.addEventListener("click", (event) => {
  const menu = event.target.closest && event.target.closest("#menu");
  const frame = document.getElementById("frame");
  if (menu && frame) {
    const open = frame.classList.toggle("open");
    menu.setAttribute("aria-expanded", String(open));
  } else if (frame && event.target.closest && event.target.closest(".nav-link")) {
    frame.classList.remove("open");
  }
});
