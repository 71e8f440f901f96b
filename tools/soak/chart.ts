import { KINDS, type Kind, type Sample } from "./sample.ts";

/** What there is of ECharts for us. */
export interface Charts {
	init(
		element: null,
		theme: null,
		options: { renderer: "svg"; ssr: true; width: number; height: number },
	): {
		setOption(option: object): void;
		renderToSVGString(): string;
		dispose(): void;
	};
}

const WIDTH = 800;
const ROW = 120;
const TITLE = 40;
const FOOT = 30;
const LEFT = 70;
const LABELS: Readonly<Record<Kind, string>> = {
	heap: "Heap, MB",
	handles: "Handles",
	sockets: "Sockets",
	timers: "Timers",
};

/** A picture of a run: one row for each kind of thing, all from zero, so that growth is seen as what it is. */
export function draw(charts: Charts, title: string, unit: string, samples: readonly Sample[]): string {
	const height = TITLE + KINDS.length * ROW + FOOT;
	const chart = charts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
	const minutesPer = unit === "hours" ? 60 : 1;
	chart.setOption({
		animation: false,
		backgroundColor: "#ffffff",
		title: { text: title, left: "center", top: 8, textStyle: { fontSize: 14 } },
		grid: KINDS.map((_, row) => ({ left: LEFT, right: 20, top: TITLE + row * ROW + 10, height: ROW - 35 })),
		xAxis: KINDS.map((_, row) => ({
			gridIndex: row,
			type: "value",
			max: samples.at(-1)!.minute / minutesPer,
			name: row === KINDS.length - 1 ? unit : "",
			nameLocation: "middle",
			nameGap: 22,
			axisLabel: { show: row === KINDS.length - 1 },
		})),
		yAxis: KINDS.map((kind, row) => ({
			gridIndex: row,
			type: "value",
			min: 0,
			name: LABELS[kind],
			nameLocation: "middle",
			nameGap: 45,
			splitNumber: 2,
		})),
		series: KINDS.map((kind, row) => ({
			type: "line",
			xAxisIndex: row,
			yAxisIndex: row,
			symbol: "none",
			data: samples.map((sample) => [sample.minute / minutesPer, kind === "heap" ? sample.heap / 1e6 : sample[kind]]),
		})),
	});
	const picture = chart.renderToSVGString();
	chart.dispose();
	return picture;
}
