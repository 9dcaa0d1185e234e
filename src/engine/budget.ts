import { Interrupted } from '../domain/errors.ts';
import type { BudgetSpec } from '../domain/suite.ts';

/** Nothing more may be asked of a model: its next try does not fit into what is left of its own money, or of the run's. */
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
  /** Asked again each time, since it shrinks as answers tell how long they are. */
  readonly amount: () => number;
  grant(amount: number): void;
  refuse(error: BudgetReached): void;
}

/**
 * The money that a run may spend, in picodollars: set aside before a try, settled after it. The oldest try that waits is
 * served first, so that no model is starved by a cheaper one; what does not fit though nothing is held never will, and is
 * refused.
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

  /**
   * Sets an amount aside and returns it, at once or when others have been settled. Rejects with BudgetReached when it will never fit, and with the signal's
   * reason when that aborts first.
   */
  hold(model: string, amount: () => number, signal: AbortSignal): Promise<number> | number {
    const now = amount();
    if (this.#waiting.length === 0 && this.#fits(model, now)) return this.#take(model, now);
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiter: Waiter = {
        model,
        amount,
        grant(granted) {
          signal.removeEventListener('abort', drop);
          resolve(granted);
        },
        refuse(error) {
          signal.removeEventListener('abort', drop);
          reject(error);
        },
      };
      const drop = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        reject(signal.reason);
        this.#serve();
      };
      signal.addEventListener('abort', drop);
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

  /** Serves in order, as far as the run's money goes; one that waits for its own model's money holds up nobody else. */
  #serve(): void {
    let isBlocked = false;
    this.#waiting = this.#waiting.filter((waiter) => {
      if (isBlocked) return true;
      const amount = waiter.amount();
      const refusal = this.#refusal(waiter.model, amount);
      if (refusal) waiter.refuse(refusal);
      else if (this.#fits(waiter.model, amount)) waiter.grant(this.#take(waiter.model, amount));
      else {
        isBlocked = !overflows(this.#of(waiter.model), amount);
        return true;
      }
      return false;
    });
  }

  #refusal(model: string, amount: number): BudgetReached | undefined {
    const own = this.#of(model);
    if (own.held === 0 && overflows(own, amount)) return new BudgetReached('model');
    if (this.#run.held === 0 && overflows(this.#run, amount)) return new BudgetReached('run');
    return undefined;
  }

  #fits(model: string, amount: number): boolean {
    return !overflows(this.#run, amount) && !overflows(this.#of(model), amount);
  }

  #take(model: string, amount: number): number {
    this.#run.held += amount;
    this.#of(model).held += amount;
    return amount;
  }

  #of(model: string): Account {
    const known = this.#models.get(model);
    if (known) return known;
    const own = account(this.#perModel);
    this.#models.set(model, own);
    return own;
  }
}

const account = (usd = Number.POSITIVE_INFINITY): Account => ({ most: Math.round(usd * 1e12), spent: 0, held: 0 });

const overflows = ({ most, spent, held }: Account, amount: number): boolean => spent + held + amount > most;
