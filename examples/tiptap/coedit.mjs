// What an application's own server does at Coedit: signs a person in, and gets tickets in their name.

/** A person at Coedit. The demo's accounts have their name as the password; an application would know its users' own. */
export class Person {
  #server;
  #user;
  #cookies = new Map();

  constructor(server, user) {
    this.#server = server;
    this.#user = user;
  }

  /** The id of the Yjs document of this name, which is made if there is none. */
  async document(name) {
    const found = await this.#call("GET", `documents?name=${encodeURIComponent(name)}`);
    return found.documents[0]?.id ?? (await this.#call("POST", "documents", { type: "yjs", title: name, name })).id;
  }

  /** Opens one connection to one document, in the next 30 seconds. */
  async ticket(document) {
    return (await this.#call("POST", "tickets", { document })).ticket;
  }

  async #call(method, path, body, again = true) {
    if (this.#cookies.size === 0) {
      await this.#send("POST", "sessions", { user: this.#user, password: this.#user });
    }
    const answer = await this.#send(method, path, body);
    if (answer.status === 401 && again) {
      this.#cookies.clear();
      return this.#call(method, path, body, false);
    }
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  }

  async #send(method, path, body) {
    const answer = await fetch(`${this.#server}/api/v1/${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(this.#cookies.size === 0 ? {} : { Cookie: [...this.#cookies].map((pair) => pair.join("=")).join("; ") }),
        "X-CSRF-Token": this.#cookies.get("__Host-coedit-csrf") ?? this.#cookies.get("coedit-csrf") ?? "",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split("=");
      this.#cookies.set(name, value);
    }
    return answer;
  }
}
