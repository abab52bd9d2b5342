import { api, ApiError, csrfToken, type SignIn } from "./api.js";
import { storage } from "./storage.js";

const EARLY = 120_000;
const SOON = 30_000;

/** Who is signed in, for other windows of this browser and for when the server cannot be asked. */
const WHO = "coedit/who";

interface Who {
  readonly user: string;
  readonly name: string;
}

/**
 * Who is signed in. The access token lives for minutes and is renewed before it ends; when that is refused, the sign-in is
 * over and `onEnd` says so. Tokens are in cookies that no script can read.
 */
export class Session {
  user: string | undefined;
  name = "";
  administrator = false;
  builtIn = false;
  onEnd: () => void = () => undefined;
  private expiresAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private renewal: Promise<boolean> | undefined;

  /** Whether a sign-in from before is still good; also when the server does not answer, until it says otherwise. */
  async restore(): Promise<boolean> {
    try {
      const good = csrfToken() !== undefined && (await this.renew());
      if (!good) {
        storage.remove(WHO);
      }
      return good;
    } catch (failure) {
      const noted = storage.get(WHO);
      if (noted === null || !(failure instanceof ApiError) || !failure.isUnreachable) {
        return false;
      }
      ({ user: this.user, name: this.name } = JSON.parse(noted) as Who);
      return true;
    }
  }

  /** Calls back when somebody signs out, or another one in, in another window of this browser. */
  onOther(changed: () => void): void {
    addEventListener("storage", ({ key, newValue }) => {
      if (key === WHO && this.user !== undefined && (newValue === null || (JSON.parse(newValue) as Who).user !== this.user)) {
        changed();
      }
    });
  }

  async signIn(user: string, password: string): Promise<void> {
    this.take(await api.signIn(user, password));
  }

  async signOut(): Promise<void> {
    clearTimeout(this.timer);
    await api.signOut();
    this.user = undefined;
    storage.remove(WHO);
  }

  /** Runs a call that needs the sign-in; renews it once when the server says it has ended. */
  async with<T>(request: () => Promise<T>): Promise<T> {
    await this.fresh();
    try {
      return await request();
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.status !== 401) {
        throw failure;
      }
      if (!(await this.renew())) {
        this.end();
        throw failure;
      }
      return request();
    }
  }

  /** Makes sure that the access token is good for a while. False: the sign-in has ended. */
  async fresh(refused = false): Promise<boolean> {
    const good = !refused && this.expiresAt - Date.now() > SOON;
    if (good || (await this.renew())) {
      return true;
    }
    this.end();
    return false;
  }

  private end(): void {
    clearTimeout(this.timer);
    this.expiresAt = 0;
    this.onEnd();
  }

  /** One renewal at a time: each one uses up the refresh token. */
  private renew(): Promise<boolean> {
    this.renewal ??= api
      .refresh()
      .then(
        (signIn) => {
          this.take(signIn);
          return true;
        },
        (failure: unknown) => {
          if (failure instanceof ApiError && (failure.status === 401 || failure.status === 403)) {
            return false;
          }
          throw failure;
        },
      )
      .finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  private take(signIn: SignIn): void {
    this.user = signIn.user;
    this.name = signIn.displayName ?? signIn.user;
    this.administrator = signIn.administrator === true;
    this.builtIn = signIn.builtIn === true;
    storage.set(WHO, JSON.stringify({ user: this.user, name: this.name } satisfies Who));
    this.expiresAt = Date.parse(signIn.expiresAt);
    clearTimeout(this.timer);
    const wait = Math.max(SOON, this.expiresAt - Date.now() - EARLY - Math.random() * SOON);
    this.timer = setTimeout(() => void this.fresh(true).catch(() => undefined), wait);
  }
}
