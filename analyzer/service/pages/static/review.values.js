/* What stands in the fields of the editor, as edits want it, and in words. */

/** What may be set of a part: the edit, and in words what it says. Null where the part is set in other ways. */
export function valueOf(part) {
  const task = part.closest(".editor").dataset.task;
  const field = part.dataset.part;
  const set = (value, words) => ({ edit: { action: "set", task, field, value }, words });
  switch (field) {
    case "action": {
      const text = part.querySelector("textarea").value.trim();
      return set(text || null, text);
    }
    case "area": case "modality": case "pace": {
      const select = part.querySelector("select");
      return set(select.value || null, select.selectedOptions[0].textContent);
    }
    case "deliverables": {
      const lines = part.querySelector("textarea").value.split("\n").map((line) => line.trim()).filter(Boolean);
      return set(lines, lines.join("; "));
    }
    case "targets": case "references": {
      const linked = [...part.querySelectorAll("[data-linked]")];
      return set(linked.map((item) => item.dataset.linked), linked.map((item) => item.querySelector("summary, span").textContent).join("; "));
    }
    case "extent": {
      const { start, end } = part.querySelector(".quote-text").dataset;
      return { edit: { action: "extent", task, start: Number(start), end: Number(end) }, words: part.querySelector(".quote-text").value };
    }
    case "assignees": {
      const rows = [...part.querySelectorAll("li.assignee")].filter((row) => row.querySelector(".agency").value.trim());
      return {
        edit: { action: "assignees", task, value: rows.map(assignee) },
        words: rows.map((row) => `${row.querySelector(".role").selectedOptions[0].textContent}: ${row.querySelector(".agency").value.trim()}`).join("; "),
      };
    }
    case "deadlines": {
      const rows = [...part.querySelectorAll("li.deadline")].map(deadline).filter(says);
      return { edit: { action: "deadlines", task, value: rows }, words: rows.map(limitWords).join("; ") };
    }
    default:
      return null;
  }
}

const offset = (text) => (text === "" || text === undefined ? null : Number(text));

function assignee(row) {
  const name = row.querySelector(".agency").value.trim();
  const same = name === row.dataset.name;
  return {
    name, id: same ? row.dataset.id || null : null, role: row.querySelector(".role").value,
    start: offset(row.dataset.start), end: offset(row.dataset.end),
  };
}

function deadline(row) {
  const rrule = row.querySelector(".rhythm").value || null;
  const count = row.querySelector(".count").value;
  const simple = /^P\d+[DWMY]$/.test(row.dataset.duration);
  const kept = !simple && row.dataset.duration ? row.dataset.duration : null;
  const duration = count ? `P${Number(count)}${row.querySelector(".unit").value}` : kept;
  return {
    text: row.dataset.text || null, start: offset(row.dataset.start), end_at: offset(row.dataset.end),
    from: row.querySelector(".from").value || null, to: row.querySelector(".to").value || null,
    rrule, duration: rrule ? null : duration, working_days: row.querySelector(".working").checked,
  };
}

const says = (limit) => Boolean(limit.text || limit.start !== null || limit.from || limit.to || limit.rrule || limit.duration);

const vietnamese = (day) => day.split("-").reverse().join("/");

function limitWords(limit) {
  const parts = [limit.text && `“${limit.text}”`, limit.from && `từ ${vietnamese(limit.from)}`, limit.to && `đến ${vietnamese(limit.to)}`];
  return parts.filter(Boolean).join(" ");
}

/** What is wrong with the fields of a part, in words, and marks the field; "" where nothing is. */
export function wrongIn(part) {
  let message = "";
  for (const field of part.querySelectorAll("input, select")) {
    let wrong = field.validity.badInput || field.validity.rangeOverflow || field.validity.rangeUnderflow || field.validity.stepMismatch;
    if (wrong) message = field.type === "date" ? "Ngày chưa đúng." : "Số chưa đúng.";
    if (field.matches("li.deadline .to")) {
      const from = field.closest("li").querySelector(".from").value;
      if (from && field.value && from > field.value) {
        wrong = true;
        message = "Ngày đầu đang ở sau ngày cuối.";
      }
    }
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  return message;
}

/** One field of a target, as an edit. */
export function targetEdit(details, field) {
  const inputs = [...details.querySelectorAll(`[data-target-field="${field}"]`)];
  const [input] = inputs;
  let value;
  if (field === "due") {
    const ends = Object.fromEntries(inputs.map((one) => [one.dataset.end, one.value || null]));
    value = ends.start || ends.end ? ends : null;
  } else if (input.type === "number") value = input.value === "" ? null : Number(input.value);
  else value = input.value.trim() || null;
  const words = inputs.map((one) => (one.tagName === "SELECT" ? one.selectedOptions[0].textContent : one.value)).filter(Boolean).join(" – ");
  return { edit: { action: "target", target: details.dataset.target, field, value }, words };
}
