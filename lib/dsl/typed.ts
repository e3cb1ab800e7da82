/**
 * The types of flows in TypeScript: what may go where, as far as a compiler can tell. Ids, circles,
 * open ports and the limits of params are left to the graph build.
 *
 * @module
 */
import type { z } from "zod";
import type { Grants } from "../graph/model.ts";
import type { FurtherSettingsSpec } from "../graph/node_options.ts";
import type { OnErrorSpec } from "../graph/on_error.ts";
import type { AnyStep } from "../step/define_step.ts";
import type { ValueOf } from "../step/payload.ts";

/** What a flow may say of a node besides its step and its params. */
export interface NodeSettings extends FurtherSettingsSpec {
  /** Copies that work side by side. Default 1. */
  readonly replicas?: number;
  /** Packets that may wait before the node, for all its replicas together. Default 100. */
  readonly queueLimit?: number;
  /** What the node may touch beyond what its params name. */
  readonly permissions?: Partial<Grants>;
  /** Lifts the sandbox of the node's step. */
  readonly trusted?: boolean;
  /** What becomes of a packet that the step fails on. Default `fail`: the execution ends. */
  readonly onError?: OnErrorSpec;
  /** After so long, in ms, an attempt to process a packet has failed. Default: never. */
  readonly timeoutMs?: number;
}

/** The params of a step as a flow writes them: those with a default may be left out. */
export type ParamsOf<S extends AnyStep> = Written<z.input<Given<S["params"]>>>;

/** Everything a flow says of a node: `params` may be left out if every one of them may. */
export type NodeOptions<S extends AnyStep> =
  & NodeSettings
  & (Nothing extends ParamsOf<S> ? { readonly params?: ParamsOf<S> }
    : { readonly params: ParamsOf<S> });

/** The arguments of `node` after the step. */
export type NodeArguments<S extends AnyStep> = Nothing extends NodeOptions<S>
  ? [options?: NodeOptions<S>]
  : [options: NodeOptions<S>];

/** Something that values of type `T` come out of. */
export interface Gives<out T> {
  /** Carries the type only. */
  readonly value: T;
}

/** A node with several ports, none of which is chosen: write `node.out.NAME`. */
export interface ChooseAPort<out Name> {
  /** Carries the names of the ports only. */
  readonly ports: Name;
}

/** A consumer: nothing comes out of it. */
export interface GivesNothing {
  /** Carries the type only: there are none. */
  readonly ports: never;
}

/** Something that takes values of type `T`. */
export interface Takes<in T> {
  /** Carries the type only: what fits more than `T` fits here too. */
  readonly value: (value: T) => void;
}

/** A producer: nothing goes into it. */
export interface TakesNothing {
  /** Carries the type only: there are none. */
  readonly ports: never;
}

/** Where an edge may begin. */
export interface Source<out T> {
  /** Carries the type only. */
  readonly gives: Gives<T>;
}

/** Where an edge may end. */
export interface Target<in T> {
  /** Carries the type only. */
  readonly takes: Takes<T>;
}

/** A step's ports with their payloads. */
export type PortsOf<S extends AnyStep> = Given<S["outputs"]>;

/** What comes out of a node of this step, if no port is named. */
export type GivesOf<S extends AnyStep> = IsNever<ValueOf<Given<S["dynamic"]>>> extends false
  ? Gives<ValueOf<Given<S["dynamic"]>>>
  : IsNever<keyof PortsOf<S>> extends true ? GivesNothing
  : IsUnion<keyof PortsOf<S>> extends true ? ChooseAPort<keyof PortsOf<S>>
  : Gives<ValueOf<PortsOf<S>[keyof PortsOf<S>]>>;

/** What a node of this step takes. */
export type TakesOf<S extends AnyStep> = TakesValue<ValueOf<Given<S["input"]>>>;

/** @ignore What a node takes whose input has values of type `T`. */
type TakesValue<T> = IsAny<T> extends true ? Takes<T>
  : [T] extends [undefined] ? TakesNothing
  : Takes<T>;
/** @ignore What a step says, if it says it. */
type Given<T> = Exclude<T, undefined>;
/** @ignore No key that must be there. */
type Nothing = Record<never, never>;
/** @ignore Params as a flow writes them: none, where a step has no schema for them. */
type Written<T> = unknown extends T ? Record<string, never> : T;
/** @ignore Whether there is no such value. */
type IsNever<T> = [T] extends [never] ? true : false;
/** @ignore Whether nothing is known of the value. */
type IsAny<T> = 0 extends 1 & T ? true : false;
/** @ignore Whether there are several members. */
type IsUnion<T, Whole = T> = T extends unknown ? [Whole] extends [T] ? false : true : never;
