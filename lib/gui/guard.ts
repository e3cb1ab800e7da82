/** Who may look, and who may ask: middleware before everything else. @module */
import { timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

/** Nothing but what the server itself gives is loaded, executed, shown, framed or talked to. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer; none of them allows another origin anything. */
export const headers: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("Content-Security-Policy", POLICY);
  context.header("X-Content-Type-Options", "nosniff");
  context.header("Referrer-Policy", "no-referrer");
  context.header("Cross-Origin-Resource-Policy", "same-origin");
  context.header("Cross-Origin-Opener-Policy", "same-origin");
};

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a name or address to listen on can be reached from this machine only. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host) || host === "::1";

/**
 * Refuses requests for other names than ours: a page of a stranger may have its own name lead to this
 * machine (DNS rebinding), but it cannot choose what the browser says it asked for. Addresses cannot
 * be led elsewhere.
 *
 * @param host what the server listens on
 */
export function knownHost(host: string): MiddlewareHandler {
  const names = isLoopback(host) ? LOOPBACK : [...LOOPBACK, host.toLowerCase(), ownName()];
  return async (context, next) => {
    const asked = hostnameOf(context);
    if (names.includes(asked) || (!isLoopback(host) && isAddress(asked))) return await next();
    return context.text(`no such host here: "${asked}"\n`, 421);
  };
}

function hostnameOf(context: Context): string {
  const host = context.req.header("host") ?? "";
  return host.replace(/:\d+$/, "").toLowerCase();
}

const isAddress = (name: string) =>
  /^\d+\.\d+\.\d+\.\d+$/.test(name) || /^\[[\da-f:.]+\]$/.test(name);

function ownName(): string {
  try {
    return Deno.hostname().toLowerCase();
  } catch {
    return "localhost"; // not allowed to ask
  }
}

/**
 * Lets in who knows the token: once in the address, then by a cookie, so that it does not stay in
 * the history and can be told apart from what other pages send.
 */
export function knowsToken(token: string, port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const cookie = `ctapipe_flow_${port()}`;
    if (isSame(getCookie(context, cookie), token)) return await next();
    const offered = context.req.query("token") ?? context.req.header("authorization")?.slice(7);
    if (!isSame(offered, token)) {
      return context.text("the token is missing or wrong: use the address that was printed\n", 401);
    }
    if (context.req.path !== "/") return await next();
    setCookie(context, cookie, token, { httpOnly: true, sameSite: "Strict", path: "/" });
    return context.redirect("/");
  };
}

function isSame(offered: string | undefined, token: string): boolean {
  const [a, b] = [new TextEncoder().encode(offered ?? ""), new TextEncoder().encode(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Refuses requests that change something unless a page of ours sent them: browsers tell which did. */
export const sameOrigin: MiddlewareHandler = async (context, next) => {
  const origin = context.req.header("origin");
  const site = context.req.header("sec-fetch-site") ?? "same-origin";
  if (origin === `http://${context.req.header("host")}` && site === "same-origin") {
    return await next();
  }
  return context.json({ ok: false, reason: "the request does not come from this page" }, 403);
};
