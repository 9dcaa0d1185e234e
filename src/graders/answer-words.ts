const WORDS = [
  '(?:final |correct )?answer',
  '(?:endgültige |richtige |finale )?antwort',
  '(?:la )?réponse(?: finale| correcte)?',
  '(?:la )?respuesta(?: final| correcta)?',
  '(?:la )?risposta(?: finale| corretta)?',
  '(?:a )?resposta(?: final| correta)?',
  '(?:ответ|odpowiedź|antwoord|svar|cevap|vastaus)',
  '(?:最终|正确)?答案',
  '(?:最終的な|正しい)?(?:答え|回答)',
  '(?:최종 |올바른 )?(?:답|정답|답변)',
  'الإجابة(?: النهائية| الصحيحة)?',
  'उत्तर',
];

/** What stands before the colon of a line that gives the answer, in a dozen languages; for a regular expression over NFKC. */
export const ANSWER_WORDS = WORDS.map((words) => words.normalize('NFKC')).join('|');
