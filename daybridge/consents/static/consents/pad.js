/* Draw a signature: [data-signature-pad] holds a canvas; what is drawn goes into the
   field `picture` of its form as a PNG. Without this, the typed name signs. */
const INK_WIDTH = 4;

for (const pad of document.querySelectorAll("[data-signature-pad]")) {
  const canvas = pad.querySelector("canvas");
  const picture = pad.closest("form").elements.picture;
  const pen = canvas.getContext("2d");
  let isDown = false;

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const ink = () => {
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = INK_WIDTH;
    pen.lineCap = pen.lineJoin = "round";
  };
  const keep = () => {
    const paper = document.createElement("canvas");
    paper.width = canvas.width;
    paper.height = canvas.height;
    const copy = paper.getContext("2d");
    copy.drawImage(canvas, 0, 0);
    copy.globalCompositeOperation = "source-in"; // dark on whatever theme it was drawn
    copy.fillRect(0, 0, paper.width, paper.height);
    picture.value = paper.toDataURL("image/png");
  };

  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    ink();
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (isDown) keep();
      isDown = false;
    });
  }
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    picture.value = "";
  });
  pad.hidden = false;
}
