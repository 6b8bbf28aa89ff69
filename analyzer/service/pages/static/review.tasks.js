/* What is done to whole tasks: striking them, making one of two. */

import { say } from "./base.js";
import { sendEdit } from "./review.edits.js";
import { rowOf } from "./review.state.js";

/** Takes a task out of the list. */
export async function strike(task) {
  const row = rowOf(task);
  const next = row.nextElementSibling?.closest("tr.task-row") ?? row.previousElementSibling;
  const done = await sendEdit({ action: "strike", task }, "Bỏ nhiệm vụ", "Đã bỏ nhiệm vụ. Ctrl+Z để khôi phục.");
  if (done) rowOf(next?.id)?.focus();
}

/** Makes one of a task and the one after it. */
export async function merge(task) {
  const all = [...document.querySelectorAll("#bang tr.task-row")];
  const next = all[all.findIndex((row) => row.id === task) + 1];
  if (!next) return say("Không có nhiệm vụ nào ở sau để gộp.", "warn");
  await sendEdit({ action: "merge", tasks: [task, next.id] }, "Gộp với nhiệm vụ sau");
}
