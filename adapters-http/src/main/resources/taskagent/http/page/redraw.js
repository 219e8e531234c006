// Any module asks for a new drawing with redraw(). Many requests become one drawing.

let draw = () => {};
let requested = false;

/** Sets the function that draws everything. */
export function drawWith(everything) {
  draw = everything;
}

/** Draws everything before the next frame. */
export function redraw() {
  if (!requested) {
    requested = true;
    requestAnimationFrame(() => {
      requested = false;
      draw();
    });
  }
}
