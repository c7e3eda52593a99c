/* Draws <figure data-chart="id of its JSON"> with ECharts, in our colors. The table in
   the same figure says the same; it is all there is without JavaScript. */
const PAPER_WIDTH_PX = 620;
const mode = matchMedia("(prefers-color-scheme: dark)");

function color(name, element) {
  const probe = document.createElement("span");
  probe.className = `chart-probe-${name}`;
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function look(element) {
  const ink = color("ink", element);
  const soft = color("soft", element);
  const line = color("line", element);
  const axis = {
    axisLabel: { color: soft, fontSize: 13 },
    axisLine: { lineStyle: { color: soft } },
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: soft, fontSize: 13 },
  };
  return {
    color: [1, 2, 3, 4].map((number) => color(number, element)),
    textStyle: { fontFamily: getComputedStyle(element).fontFamily, color: ink, fontSize: 14 },
    legend: { textStyle: { color: ink, fontSize: 14 } },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
  };
}

function draw(figure) {
  const options = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const area = figure.querySelector("[data-chart-area]");
  area.hidden = false;
  window.echarts.getInstanceByDom(area)?.dispose();
  const chart = window.echarts.init(area, look(figure), { renderer: "svg" });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  chart.setOption({ aria: { enabled: true }, animation: !still, ...options });
  new ResizeObserver(() => chart.resize()).observe(area);
  addEventListener("beforeprint", () => chart.resize({ width: PAPER_WIDTH_PX }));
  addEventListener("afterprint", () => chart.resize({ width: "auto" }));
}

function drawAll() {
  document.querySelectorAll("figure[data-chart]").forEach(draw);
}

drawAll();
mode.addEventListener("change", drawAll);
