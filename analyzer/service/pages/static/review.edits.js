/* Sends what people change, one after another, and settles conflicts. */

import { ask, postJson, call, Refused, say } from "./base.js";
import { apiAddress, state, tell } from "./review.state.js";

let line = Promise.resolve();
const after = (work) => (line = line.then(work, work));

/** Which items an edit changes. */
function itemsOf(edit) {
  if (edit.action === "merge") return edit.tasks.map((task) => `task:${task}`);
  if (edit.action === "header") return ["header"];
  if (edit.action === "target") return [`target:${edit.target}`];
  return edit.action === "add" ? [] : [`task:${edit.task}`];
}

const seenOf = (items) => Object.fromEntries(items.map((item) => [item, state.revisions[item] ?? 0]));

/** Sends an edit; gives the answer, or null where it was refused or given up. `mine` says in words what it sets. */
export const sendEdit = (edit, mine, success) =>
  after(() => attempt((seen) => postJson(apiAddress("/edits"), { edit, seen }), itemsOf(edit), mine, success));

/** Sets how far a task is. */
export const sendStanding = (task, standing, mine) =>
  after(() =>
    attempt(
      async (seen) =>
        (await call("PUT", apiAddress(`/standings/${task}`), { json: { ...standing, seen: seen[`standing:${task}`] } })).json(),
      [`standing:${task}`],
      mine,
    ),
  );

/** Takes back a change, one's own last one where none is named. */
export const sendUndo = (change = null) =>
  after(() => attempt(() => postJson(apiAddress("/undo"), { change }), [], "", "Đã hoàn tác."));

/** Closes the review, or opens it again. */
export const sendState = (done) =>
  after(() =>
    attempt(() => postJson(apiAddress(done ? "/finish" : "/reopen"), {}), [], "", done ? "Đã ghi: rà soát xong." : "Đã mở lại để sửa."),
  );

async function attempt(send, items, mine, success = "Đã lưu.") {
  const shown = seenOf(items);
  try {
    return await settled(await send(shown), items, success);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 409 && error.problem.code === "conflict" && items.length)) {
      failed(error);
      return null;
    }
    // What stands there now is fetched first: it is what the person decides about.
    await refreshed(items);
    if ((await asked(error.problem, mine)) !== "mine") return null;
    try {
      return await settled(await send(seenOf(items)), items, success);
    } catch (again) {
      failed(again);
      return null;
    }
  }
}

async function settled(answer, items, success) {
  // What this edit changed has been seen by whoever made it, also where they are typing on.
  const own = [...items, ...(answer.last?.fields ?? []).map((field) => field.item)];
  for (const item of own) if (answer.revisions?.[item]) state.revisions[item] = answer.revisions[item];
  await refreshed(null, answer);
  say(success, "good");
  return answer;
}

function failed(error) {
  say(error.message, "danger");
  tell("failed", error);
}

/** Has the page fetch what is shown now; waits until it is there. `items` are those whose fields are to be new. */
const refreshed = (items, answer) =>
  new Promise((resolve) => tell("stale", { items, answer, done: resolve }));

/** Theirs or mine? */
async function asked(problem, mine) {
  const dialog = document.getElementById("hop-xung-dot");
  dialog.querySelector(".conflict-story").textContent = problem.detail_vi ?? "";
  dialog.querySelector(".mine").textContent = mine || "";
  const theirs = dialog.querySelector(".theirs");
  theirs.textContent = "…";
  tell("conflict", { item: problem.item, place: theirs });
  const id = document.activeElement?.id;
  const answer = await ask(dialog);
  document.getElementById(id)?.focus({ preventScroll: true });
  return answer;
}
