/** Names for variables in TypeScript. @module */

/** What no variable may be called, or what would hide something that a flow's file uses. */
const TAKEN = [
  "arguments,as,async,await,break,case,catch,class,const,continue,debugger,default,delete,do,else",
  "enum,eval,export,exports,extends,false,finally,for,function,get,globalThis,if,implements,import",
  "in,Infinity,instanceof,interface,let,module,NaN,new,null,of,package,private,protected,Promise",
  "public,require,return,set,static,super,switch,this,throw,true,try,type,typeof,undefined,using",
  "var,void,while,with,yield,defineFlow,drop,edge,node,steps",
].join(",").split(",");

/** Gives out names, each once. */
export class Names {
  readonly #taken = new Set<string>(TAKEN);

  /**
   * A name for a variable: the text itself if it can be one and is free.
   *
   * @param otherwise put behind it, with an underscore, if it is not
   */
  give(text: string, otherwise: string): string {
    const base = text.replace(/[^\w$]+/g, "_").replace(/^(?=\d)/, "_") || otherwise;
    const wanted = [base, `${base}_${otherwise}`];
    for (let n = 2;; n++) {
      const free = wanted.find((name) => !this.#taken.has(name));
      if (free !== undefined) {
        this.#taken.add(free);
        return free;
      }
      wanted.push(`${base}_${otherwise}_${n}`);
    }
  }
}

/** Whether text can be a key of an object, or follow a dot, as it is. */
export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
