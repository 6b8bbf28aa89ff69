/* Agencies of the register to complete a name from: a combobox by the ARIA authoring practices.
   Every <input data-agencies> inside an element of class "combobox" becomes one. */

import { getJson } from "./base.js";

let count = 0;

/** Makes a combobox; `chosen` is called with the agency that was taken from the list: {id, name, …}. */
export function completeAgencies(input, chosen = () => {}) {
  if (input.dataset.ready) return;
  input.dataset.ready = "1";
  const list = document.createElement("ul");
  list.id = `co-quan-goi-y-${++count}`;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Cơ quan gợi ý");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let found = [];
  let active = -1;
  let asked = null;
  let waiting = 0;

  function close() {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(at) {
    active = at;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = list.children[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }
  function take(at) {
    const agency = found[at];
    input.value = agency.name;
    close();
    chosen(agency);
  }
  function show() {
    list.replaceChildren(
      ...found.map((agency, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = agency.name;
        option.append(name);
        const more = [agency.heir_of && `thay ${agency.heir_of}`, agency.standing === false && "đã kết thúc hoạt động"].filter(Boolean).join(" · ");
        if (more) {
          const aside = document.createElement("span");
          aside.className = "soft small";
          aside.textContent = ` ${more}`;
          option.append(aside);
        }
        // Before the field loses focus, which would save what is typed so far.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(at));
        return option;
      }),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
    if (!list.hidden) list.scrollIntoView({ block: "nearest" });
  }
  async function look() {
    const words = input.value.trim();
    asked?.abort();
    if (words.length < 2) return close();
    asked = new AbortController();
    try {
      const answer = await getJson(`/v1/agencies?q=${encodeURIComponent(words)}&limit=8`, { signal: asked.signal });
      found = (answer.agencies).slice(0, 8);
      if (document.activeElement === input) show();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void look();
      mark((active + (event.key === "ArrowDown" ? 1 : -1) + found.length + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % found.length);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
}
