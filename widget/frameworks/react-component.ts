import {
  createElement,
  type ForwardRefExoticComponent,
  forwardRef,
  type HTMLAttributes,
  type PropsWithoutRef,
  type ReactNode,
  type RefAttributes,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import type { CheckoutElement } from "../element/checkout-element.ts";
import { takeEarlyEvents } from "./early-events.ts";

type Props = Record<string, unknown>;

export type ElementComponent<Element, Properties> = ForwardRefExoticComponent<
  PropsWithoutRef<Properties & Omit<HTMLAttributes<Element>, keyof Properties>> & RefAttributes<Element>
>;

/** On a server React warns of the other one. */
const useBrowserEffect = globalThis.document ? useLayoutEffect : useEffect;

/** Works in React 18 too, which knows neither properties nor events of custom elements. */
export function createComponent<Element extends CheckoutElement, Properties>(
  tag: string,
  names: { properties: readonly string[]; events: readonly string[] },
): ElementComponent<Element, Properties> {
  const events = names.events.map((name) => [name, toHandler(name)] as const);
  const component = forwardRef<Element, Props>((props, ref) => {
    const element = useRef<Element>(null);
    const written = useRef(new Set<string>());
    const { labels, className, children, ...rest } = props;
    useImperativeHandle(ref, () => element.current as Element);
    useBrowserEffect(() => {
      if (element.current) element.current.labels = (labels ?? {}) as Element["labels"];
    }, [labels]);
    useHandlers(element, events, props);
    for (const [, handler] of events) delete rest[handler];
    const attributes = toAttributes(rest, names.properties, written.current);
    const classes = className === undefined ? {} : { class: className };
    return createElement(tag, { ...attributes, ...classes, ref: element }, children as ReactNode);
  });
  component.displayName = toPascal(tag);
  return component as unknown as ElementComponent<Element, Properties>;
}

/** Listens from the first render on, and calls the handlers of the last one. */
function useHandlers(
  element: { readonly current: EventTarget | null },
  events: readonly (readonly [name: string, handler: string])[],
  props: Props,
): void {
  const latest = useRef(props);
  useBrowserEffect(() => {
    latest.current = props;
  });
  useBrowserEffect(() => {
    const { current: target } = element;
    if (!target) return;
    const handlers = new Map(events);
    const handle = (event: Event): void => {
      const handler = latest.current[handlers.get(event.type) ?? ""];
      if (typeof handler === "function" && event.target === target) handler(event);
    };
    for (const [name] of events) target.addEventListener(name, handle);
    takeEarlyEvents(target).forEach(handle);
    return () => {
      for (const [name] of events) target.removeEventListener(name, handle);
    };
  }, [element, events]);
}

/** Attributes are what a server can render. One that was there and is no more becomes empty: React would set it to undefined. */
function toAttributes(props: Props, properties: readonly string[], written: Set<string>): Props {
  const attributes: Props = {};
  for (const [name, value] of Object.entries(props)) if (!properties.includes(name)) attributes[name] = value;
  for (const name of properties) {
    const value = props[name];
    const isGone = value === undefined || value === null || value === false;
    if (!isGone) written.add(name);
    if (!isGone) attributes[toAttribute(name)] = value === true ? "" : String(value);
    else if (written.has(name) && name !== "payerAmount")
      attributes[toAttribute(name)] = name === "quantity" ? "1" : "";
  }
  return attributes;
}

function toAttribute(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function toPascal(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

function toHandler(event: string): string {
  return `on${toPascal(event)}`;
}
