// Tells how much room is left once it is little, and shows and hides questions as the answers change, by the same rules as
// the server, which decides alone what counts.
(() => {
  "use strict";
  for (const area of document.querySelectorAll("textarea[maxlength]")) {
    const told = area.nextElementSibling;
    const tell = () => {
      // Line breaks are sent as two characters and counted as one, here as by the server.
      const left = area.maxLength - area.value.length;
      told.hidden = left > area.maxLength / 10;
      told.textContent = told.dataset.left.replace("{n}", left);
    };
    area.addEventListener("input", tell);
    tell();
  }

  const form = document.querySelector("form[data-logic]");
  if (!form) return;
  const rules = JSON.parse(form.dataset.logic);
  const boxes = new Map([...form.querySelectorAll("[data-question]")].map((box) => [box.dataset.question, box]));
  const NONE = "not_applicable";

  const given = (name) => {
    const controls = [...form.elements].filter((control) => control.name === name);
    const said = (control) => ["textarea", "hidden"].includes(control.type) || control.checked;
    const chosen = controls.filter(said);
    const values = chosen.map((control) => control.value.trim()).filter((value) => value !== "");
    return { values, words: controls.some((control) => control.type === "textarea") };
  };
  // Answers by control: what a hidden question holds is left aside.
  const answers = (box) => {
    const names = new Set([...box.querySelectorAll("[name]")].map((control) => control.name));
    return [...names].map((name) => [name, given(name)]);
  };

  // Answers that were sent before go along unseen.
  const unseen = [...form.querySelectorAll("input[type=hidden]")].map((control) => control.name);
  const carried = (id) => new Set(unseen.filter((name) => name === id || name.startsWith(`${id}.`)));

  const nps = rules.find((rule) => rule.nps)?.id;
  const band = (score) => (score >= 9 ? "Promoter" : score >= 7 ? "Passive" : "Detractor");
  // What stands in the field of a condition; words are compared as people read them.
  const found = (field, known) => {
    const name = field.startsWith("answer.") ? field.slice("answer.".length) : nps;
    const own = known.get(name) ?? { values: [], words: false };
    if (field === "nps_type") return { values: own.values.map((score) => band(Number(score))), words: true };
    const rows = [...known].filter(([row]) => row.startsWith(`${name}.`)).flatMap(([, row]) => row.values);
    return rows.length > 0 ? { values: ["rows"], words: false } : own;
  };
  const folded = (text) => text.trim().toLowerCase().replace(/\s/g, " ").replace(/\u2019/g, "'").replace(/\u03c2/g, "\u03c3");

  const holds = (rule, known) => {
    if (rule.all) return rule.all.every((part) => holds(part, known));
    if (rule.any) return rule.any.some((part) => holds(part, known));
    if (rule.not) return !holds(rule.not, known);
    const { values, words } = found(rule.field, known);
    const real = values.filter((value) => value !== NONE);
    const text = (value) => (words ? folded(String(value)) : String(value));
    const is = (wanted) => values.some((value) => text(value) === text(wanted));
    const has = (wanted) => (words ? real.some((value) => text(value).includes(text(wanted))) : is(wanted));
    const number = (test) => !words && real.some((value) => /^\d+$/.test(value) && test(Number(value)));
    switch (rule.op) {
      case "eq": return is(rule.value);
      case "ne": return !is(rule.value);
      case "in": return rule.values.some(is);
      case "not_in": return !rule.values.some(is);
      case "contains": return has(rule.value);
      case "not_contains": return !has(rule.value);
      case "starts_with": return real.some((value) => text(value).startsWith(text(rule.value)));
      case "gt": return number((value) => value > Number(rule.value));
      case "gte": return number((value) => value >= Number(rule.value));
      case "lt": return number((value) => value < Number(rule.value));
      case "lte": return number((value) => value <= Number(rule.value));
      case "between": return number((value) => value >= Number(rule.values[0]) && value <= Number(rule.values[1]));
      case "is_empty": return values.length === 0;
      case "is_not_empty": return values.length > 0;
      case "is_answered": return real.length > 0;
      default: return false;
    }
  };

  const walk = () => {
    const known = new Map();
    const shown = new Set();
    let resume = 0;
    rules.forEach((rule, at) => {
      const box = boxes.get(rule.id);
      if (at < resume || (rule.show_if && !holds(rule.show_if, known))) return;
      if (box) {
        shown.add(rule.id);
        answers(box).forEach(([name, values]) => known.set(name, values));
      } else {
        carried(rule.id).forEach((name) => known.set(name, given(name)));
      }
      const jump = (rule.jump_if ?? []).find((one) => holds(one.when, known));
      if (!jump) return;
      const target = rules.findIndex((other) => other.id === jump.to);
      resume = jump.to === "end" ? rules.length : Math.max(target, at);
    });
    return shown;
  };

  const update = () => {
    const shown = walk();
    for (const [id, box] of boxes) {
      box.hidden = !shown.has(id);
      const field = box.matches("fieldset") ? box : box.querySelector("textarea");
      if (field) field.disabled = box.hidden;
    }
    const counts = [...form.querySelectorAll("[data-question]:not([hidden]) .count")];
    counts.forEach((count, index) => {
      const place = (form.dataset.progress ?? "").replace("{n}", index + 1).replace("{t}", counts.length);
      count.textContent = counts.length > 1 ? place + count.dataset.after : "";
    });
  };

  form.querySelector("button[name=not_offered]")?.removeAttribute("name");
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
})();
