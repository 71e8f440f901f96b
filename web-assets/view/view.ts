/**
 * The part of Preact that the page uses, in a tenth of its size: function components, fragments, keys, references, and
 * the hooks below, with the same meaning. The sources import `preact` and have its types; tools/page/bundle.ts puts this
 * file in its place. Where the size does not matter, Preact itself does the same work.
 *
 * Whatever changes, everything is drawn anew: the page is small, and the document is touched only where it differs.
 */

import { setProperties } from "./properties.ts";

type Component = (props: Properties) => Child;
type Child = Node | string | number | boolean | null | undefined | readonly Child[];

export interface Properties {
	readonly children?: Child;
	readonly [name: string]: unknown;
}

/** What a component wants to have in the document. */
interface Node {
	/** Tag, component, or "" for a text. */
	readonly type: string | Component;
	readonly props: Properties;
}

/** What there is in the document for a {@link Node}, and the state of a component. */
interface Instance {
	readonly type: Node["type"];
	/** Of elements and texts. */
	readonly dom: Element | Text | undefined;
	props: Properties;
	/** By their key, or their place where they have none. */
	children: Map<unknown, Instance>;
	readonly hooks: Hook[];
}

interface Hook {
	value?: unknown;
	dependencies?: readonly unknown[] | undefined;
	cleanup?: unknown;
}

const SVG = "http://www.w3.org/2000/svg";

/** Component that is drawn right now, and how many hooks it has used. */
let drawn: Instance;
let used = 0;

let draw: () => void;
let isStale = false;
const effects: (() => void)[] = [];
let ids = 0;

export function Fragment({ children }: Properties): Child {
	return children;
}

/** What JSX becomes. */
export function createElement(type: Node["type"], props: object | null, ...children: readonly Child[]): Node {
	return { type, props: { ...props, children: children.length > 1 ? children : children[0] } };
}

/** Draws into an element. */
export function render(node: Node, dom: Element): void {
	const root: Instance = { type: "", dom, props: {}, children: new Map(), hooks: [] };
	draw = () => {
		isStale = false;
		reconcile(root, [node], dom);
		arrange(root);
		for (const effect of effects.splice(0)) effect();
	};
	draw();
}

export function useState<State>(initial: State | (() => State)) {
	const hook = nextHook();
	hook.value ??= resolved(initial);
	const set = (next: State | ((state: State) => State)) => {
		const value = resolved(next, hook.value as State);
		if (value === hook.value) return;
		hook.value = value;
		if (!isStale) queueMicrotask(draw);
		isStale = true;
	};
	return [hook.value as State, set] as const;
}

function resolved<Value>(value: Value | ((before: Value) => Value), before?: Value): Value {
	return typeof value === "function" ? (value as (before?: Value) => Value)(before) : value;
}

export function useRef<Value>(initial: Value): { current: Value } {
	return useState(() => ({ current: initial }))[0];
}

export function useId(): string {
	return useState(() => `id${++ids}`)[0];
}

export function useEffect(effect: () => unknown, dependencies?: readonly unknown[]): void {
	const hook = nextHook();
	if (hook.dependencies && dependencies?.every((value, index) => value === hook.dependencies![index])) return;
	hook.dependencies = dependencies;
	effects.push(() => {
		cleanUp(hook);
		hook.cleanup = effect();
	});
}

function nextHook(): Hook {
	return (drawn.hooks[used++] ??= {});
}

function cleanUp({ cleanup }: Hook): void {
	if (typeof cleanup === "function") cleanup();
}

function update(instance: Instance, props: Properties, around: Element): void {
	const { type, dom } = instance;
	if (typeof type === "function") {
		drawn = instance;
		used = 0;
		reconcile(instance, [type(props)].flat() as Child[], around);
	} else if (type) {
		reconcile(instance, [props.children].flat() as Child[], dom as Element);
		arrange(instance);
		setProperties(dom as Element, props, instance.props);
	} else if ((dom as Text).data !== props.text) (dom as Text).data = props.text as string;
	instance.props = props;
}

/** Gives an instance the children that it wants: keeps those of the same key, or place, and type; removes the rest. */
function reconcile(owner: Instance, wanted: readonly Child[], around: Element): void {
	const before = owner.children;
	owner.children = new Map();
	wanted.forEach((child, index) => {
		if (child == null || typeof child === "boolean") return;
		const { type, props } = nodeOf(child);
		const key = props.key ?? index;
		let instance = before.get(key);
		if (instance?.type === type) before.delete(key);
		else instance = { type, dom: createDom(type, around), props: {}, children: new Map(), hooks: [] };
		owner.children.set(key, instance);
		update(instance, props, around);
	});
	before.forEach(remove);
}

function nodeOf(child: NonNullable<Child>): Node {
	if (Array.isArray(child)) return { type: Fragment as Component, props: { children: child } };
	return typeof child === "object" ? (child as Node) : { type: "", props: { text: String(child) } };
}

function createDom(type: Node["type"], around: Element): Element | Text | undefined {
	if (typeof type === "function") return undefined;
	if (type === "") return document.createTextNode("");
	return document.createElementNS(type === "svg" ? SVG : around.namespaceURI, type);
}

/** Puts the document's nodes of an element in order; those that stand right are not touched. */
function arrange({ dom, children }: Instance): void {
	let next = dom!.firstChild;
	for (const node of nodesOf(children)) {
		if (node === next) next = next.nextSibling;
		else dom!.insertBefore(node, next);
	}
}

function nodesOf(children: Instance["children"]): (Element | Text)[] {
	return [...children.values()].flatMap((child) => child.dom ?? nodesOf(child.children));
}

function remove({ children, hooks, dom }: Instance): void {
	hooks.forEach(cleanUp);
	children.forEach(remove);
	dom?.remove();
}
