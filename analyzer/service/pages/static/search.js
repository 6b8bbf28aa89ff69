/* The search page works without this: names of agencies are completed, and "/" goes to the field. */
import { typing } from "./base.js";
import { completeAgencies } from "./base.combobox.js";

for (const input of document.querySelectorAll("[data-agencies]")) completeAgencies(input);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  event.preventDefault();
  document.getElementById("q").select();
  document.getElementById("q").focus();
});

/* On a narrow screen the filters would push the hits out of sight. */
if (matchMedia("(max-width: 50rem)").matches) document.querySelector(".all-filters").open = false;

/* An address that says only what is asked for. */
for (const form of document.querySelectorAll('form[method="get"]')) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
