/** Plays the part of an LMS: puts an API where the test wants it, and notes each call. */

window.calls = [];

/** Wraps each function of an API so that its calls are noted with the error code they left. */
export function noted(api, prefix) {
  const plain = (name) => api[prefix + name].bind(api);
  const error = plain("GetLastError");
  const out = {};
  for (const name of [
    "Initialize",
    "GetValue",
    "SetValue",
    "Commit",
    prefix ? "Finish" : "Terminate",
  ]) {
    if (!api[prefix + name]) continue;
    const real = plain(name);
    out[prefix + name] = (...args) => {
      if (window.broken) throw new Error("the LMS is gone");
      const result = real(...args);
      window.calls.push({ name, args, result: String(result), error: Number(error()) });
      return result;
    };
  }
  for (const name of ["GetLastError", "GetErrorString", "GetDiagnostic"]) {
    if (api[prefix + name]) out[prefix + name] = plain(name);
  }
  return out;
}

/** Shows the content in a frame. */
export function launch(src) {
  const frame = document.createElement("iframe");
  frame.id = "content";
  frame.allow = "fullscreen";
  frame.style = "width: 100%; height: 90vh";
  frame.src = src;
  document.body.append(frame);
}

/** Offers the API after a while, or at once. */
export function offer(win, name, api, late = 0) {
  if (late) setTimeout(() => (win[name] = api), late);
  else win[name] = api;
}
