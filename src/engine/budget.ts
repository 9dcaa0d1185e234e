import { Interrupted } from '../domain/errors.ts';
import type { BudgetSpec } from '../domain/suite.ts';

/** Nothing more may be asked, of one model or of any: the next try does not fit. */
export class BudgetReached extends Interrupted {
  override name = 'BudgetReached';
  readonly of: 'run' | 'model';

  constructor(of: 'run' | 'model') {
    super(`the budget of the ${of} is reached`);
    this.of = of;
  }
}

interface Account {
  readonly most: number;
  spent: number;
  held: number;
}

interface Waiter {
  readonly model: string;
  readonly amount: number;
  grant(): void;
  refuse(error: BudgetReached): void;
}

/**
 * The money that a run may spend, in picodollars: set aside before a try, settled after it. What does not fit waits for
 * what is held; what still does not fit when nothing is held never will, and is refused.
 */
export class Budget {
  readonly #run: Account;
  readonly #models = new Map<string, Account>();
  readonly #perModel: number;
  #waiting: Waiter[] = [];

  constructor({ max_usd, per_model_usd }: BudgetSpec = {}) {
    this.#run = account(max_usd);
    this.#perModel = per_model_usd ?? Number.POSITIVE_INFINITY;
  }

  /** Counts what an earlier start of the run has spent. */
  spent(model: string, picoUsd: number): void {
    this.#run.spent += picoUsd;
    this.#of(model).spent += picoUsd;
  }

  /** Rejects with BudgetReached when the amount will never fit. Waiting ends with the signal's reason when it aborts. */
  hold(model: string, amount: number, signal: AbortSignal): Promise<void> | void {
    if (this.#waiting.length === 0 && this.#fits(model, amount)) return this.#take(model, amount);
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        reject(signal.reason);
      };
      const ended =
        <T extends unknown[]>(end: (...args: T) => void) =>
        (...args: T) => {
          signal.removeEventListener('abort', abort);
          end(...args);
        };
      const waiter: Waiter = { model, amount, grant: ended(resolve), refuse: ended(reject) };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', abort);
      this.#waiting.push(waiter);
      this.#serve();
    });
  }

  settle(model: string, amount: number, cost: number): void {
    for (const one of [this.#run, this.#of(model)]) {
      one.held -= amount;
      one.spent += cost;
    }
    if (this.#waiting.length > 0) this.#serve();
  }

  #serve(): void {
    this.#waiting = this.#waiting.filter((waiter) => {
      if (this.#fits(waiter.model, waiter.amount)) {
        this.#take(waiter.model, waiter.amount);
        waiter.grant();
        return false;
      }
      const reached = this.#reached(waiter);
      if (reached) waiter.refuse(reached);
      return !reached;
    });
  }

  #reached({ model, amount }: Waiter): BudgetReached | undefined {
    const own = this.#of(model);
    if (own.held === 0 && overflows(own, amount)) return new BudgetReached('model');
    if (this.#run.held === 0 && overflows(this.#run, amount)) return new BudgetReached('run');
    return undefined;
  }

  #fits(model: string, amount: number): boolean {
    return !overflows(this.#run, amount) && !overflows(this.#of(model), amount);
  }

  #take(model: string, amount: number): void {
    this.#run.held += amount;
    this.#of(model).held += amount;
  }

  #of(model: string): Account {
    const known = this.#models.get(model);
    if (known) return known;
    const own = account(this.#perModel);
    this.#models.set(model, own);
    return own;
  }
}

const account = (usd = Number.POSITIVE_INFINITY): Account => ({ most: Math.floor(usd * 1e12), spent: 0, held: 0 });

const overflows = ({ most, spent, held }: Account, amount: number): boolean => spent + held + amount > most;
