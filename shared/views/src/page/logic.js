// Shows and hides questions as the answers change, by the same rules as the server, which decides alone what counts.
(() => {
  "use strict";
  const form = document.querySelector("form[data-logic]");
  if (!form) return;
  const rules = JSON.parse(form.dataset.logic);
  const boxes = new Map([...form.querySelectorAll("[data-question]")].map((box) => [box.dataset.question, box]));
  const NONE = "not_applicable";

  const given = (name) => {
    const controls = [...form.elements].filter((control) => control.name === name);
    const chosen = controls.filter((control) => control.type === "textarea" || control.checked);
    return chosen.map((control) => control.value.trim()).filter((value) => value !== "");
  };
  // Answers by control: what a hidden question holds is left aside.
  const answers = (box) => {
    const names = new Set([...box.querySelectorAll("[name]")].map((control) => control.name));
    return [...names].map((name) => [name, given(name)]);
  };

  const holds = (rule, known) => {
    if (rule.all) return rule.all.every((part) => holds(part, known));
    if (rule.any) return rule.any.some((part) => holds(part, known));
    const rows = [...known].filter(([name]) => name === rule.question || name.startsWith(`${rule.question}.`));
    if ("answered" in rule && !rule.row) {
      const real = rows.some(([name, values]) => values.length > 0 && (name !== rule.question || values[0] !== NONE));
      return real === rule.answered;
    }
    const values = known.get(rule.row ? `${rule.question}.${rule.row}` : rule.question) ?? [];
    const has = (wanted) => values.includes(String(wanted));
    if ("answered" in rule) return (values.length > 0 && values[0] !== NONE) === rule.answered;
    if ("equals" in rule) return has(rule.equals);
    if (rule.one_of) return rule.one_of.some(has);
    if (values.length !== 1 || !/^\d+$/.test(values[0])) return false;
    const number = Number(values[0]);
    if (rule.band) return rule.band === (number >= 9 ? "Promoter" : number >= 7 ? "Passive" : "Detractor");
    return number >= (rule.at_least ?? 0) && number <= (rule.at_most ?? 255);
  };

  const walk = () => {
    const known = new Map();
    const shown = new Set();
    let resume = 0;
    rules.forEach((rule, at) => {
      const box = boxes.get(rule.id);
      if (at < resume || !box || (rule.show_if && !holds(rule.show_if, known))) return;
      shown.add(rule.id);
      answers(box).forEach(([name, values]) => known.set(name, values));
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
      const place = form.dataset.progress.replace("{n}", index + 1).replace("{t}", counts.length);
      count.textContent = counts.length > 1 ? place + count.dataset.after : "";
    });
  };

  form.querySelector("button[name=not_offered]")?.removeAttribute("name");
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
})();
