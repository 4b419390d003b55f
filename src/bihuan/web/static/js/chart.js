// Draws a chart from the table beside it, so that the picture cannot say anything else than the table.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (cell) => (cell.textContent.trim() === "—" ? null : Number(cell.textContent));

function read(twin) {
  const columns = [...twin.querySelectorAll("thead th")].slice(1).map((cell) => cell.textContent.trim());
  const series = [...twin.querySelectorAll("tbody tr")].map((row) => ({
    role: row.dataset.role,
    name: row.cells[0].textContent.trim(),
    values: [...row.cells].slice(1).map(number),
  }));
  return { columns, series, today: columns.indexOf(twin.dataset.today) };
}

const text = () => ({ fontFamily: css("--sans"), fontSize: 12, color: css("--ink-2") });

const STYLES = {
  plan: () => ({ color: css("--edge"), width: 1.5, type: "dashed" }),
  done: () => ({ color: css("--go-3"), width: 2, type: "solid" }),
  closed: () => ({ color: css("--go-4"), width: 3, type: "solid" }),
};

const NAMES = 110; // px beside lines that run to the edge, for their names

function last(values) {
  const known = values.filter((value) => value !== null);
  return known[known.length - 1];
}

function line(one, labelled) {
  const style = (STYLES[one.role] ?? STYLES.done)();
  return {
    name: one.name,
    type: "line",
    data: one.values,
    symbol: "none",
    lineStyle: style,
    itemStyle: { color: style.color },
    areaStyle: one.role === "closed" ? { color: css("--go-2"), opacity: 0.35 } : undefined,
    labelLayout: { moveOverlap: "shiftY" },
    endLabel: {
      show: labelled,
      formatter: () => `${one.name} ${last(one.values)}`,
      ...text(),
      color: css("--ink"),
      fontWeight: 600,
      distance: 6,
      width: NAMES - 10,
      lineHeight: 16,
      overflow: "break",
    },
  };
}

function marks(twin, today) {
  const lines = [];
  if (today >= 0) {
    const label = {
      formatter: twin.dataset.todayWord,
      ...text(),
      color: css("--seal"),
      position: "end",
      rotate: 0,
      distance: 2,
    };
    lines.push({ xAxis: today, lineStyle: { color: css("--seal"), type: "solid", width: 1 }, label });
  }
  if (twin.dataset.total) {
    const label = { formatter: twin.dataset.totalWords, ...text(), position: "insideStartTop", distance: [2, 1] };
    lines.push({ yAxis: Number(twin.dataset.total), lineStyle: { color: css("--edge"), type: "dotted" }, label });
  }
  return { symbol: "none", animation: false, silent: true, data: lines };
}

function bars(one, at) {
  const color = one.role === "closed" ? css("--go-4") : [css("--go-2"), css("--go-3"), css("--go-4")][at % 3];
  return { name: one.name, type: "bar", data: one.values, itemStyle: { color }, barMaxWidth: 28 };
}

function option(twin, width) {
  const { columns, series, today } = read(twin);
  const narrow = width < 480;
  const drawn = series.map((one, at) =>
    twin.dataset.chart === "bars" ? bars(one, at) : line(one, one.role !== "plan" || !narrow),
  );
  if (drawn.length) drawn[drawn.length - 1].markLine = marks(twin, today);
  // Names stand at the ends of the lines, so lines that run to the edge need room for their name.
  const toTheEdge = twin.dataset.chart === "lines" && series.some((one) => one.values.at(-1) !== null);
  return {
    animation: false,
    textStyle: text(),
    grid: { left: 40, right: toTheEdge ? NAMES : 16, top: 22, bottom: 26 },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      borderColor: css("--edge"),
      backgroundColor: css("--paper"),
      textStyle: { ...text(), color: css("--ink") },
      axisPointer: { lineStyle: { color: css("--edge") } },
    },
    xAxis: {
      type: "category",
      boundaryGap: twin.dataset.chart === "bars",
      data: columns,
      axisLine: { lineStyle: { color: css("--edge") } },
      axisTick: { show: false },
      axisLabel: { ...text(), interval: narrow ? Math.ceil(columns.length / 5) - 1 : "auto" },
    },
    yAxis: { type: "value", minInterval: 1, axisLabel: text(), splitLine: { lineStyle: { color: css("--line") } } },
    series: drawn,
  };
}

function draw(twin) {
  const box = twin.querySelector(".chart");
  if (!window.echarts || !box.hidden) return;
  box.hidden = false;
  // Without this file the table stays open and the chart stays away.
  twin.querySelector("details").open = false;
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  chart.setOption(option(twin, box.clientWidth));
  new ResizeObserver(() => chart.resize()).observe(box);
  window.addEventListener("beforeprint", () => chart.resize());
}

for (const twin of document.querySelectorAll("[data-chart]")) draw(twin);
document.addEventListener("htmx:load", (event) => {
  for (const twin of event.target.querySelectorAll("[data-chart]")) draw(twin);
});
