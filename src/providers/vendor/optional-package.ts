import { messageOf, systemCode, UserError } from '../../domain/errors.ts';

/** Imports a package that only some users install. Throws a UserError that says how, where it is not there. */
export async function optionalPackage<T>(load: () => Promise<T>, pack: string, usedBy: string): Promise<T> {
  const name = pack.slice(0, pack.lastIndexOf('@'));
  try {
    return await load();
  } catch (error) {
    if (systemCode(error) !== 'ERR_MODULE_NOT_FOUND' || !messageOf(error).includes(`'${name}'`)) throw error;
    throw new UserError(`${usedBy} needs the package ${name}, which is not installed: npm install ${pack}`);
  }
}
