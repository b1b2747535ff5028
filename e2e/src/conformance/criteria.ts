// Every success criterion of WCAG 2.2, A and AA: how it is looked at, and what was found. EN 301 549 V3.2.1 asks for those of WCAG 2.1
// in its chapter 9 (`9.` and the number); the numbers of RGAA 4.1 are those that its own table gives.

/** How a criterion is held. */
export type How =
  /** Probes look at it each time. */
  | { kind: 'automated'; by: readonly string[]; note?: string }
  /** Somebody has looked at it, and says what they saw. */
  | { kind: 'by hand'; note: string }
  /** Journeys in `e2e/tests` hold it. */
  | { kind: 'journeys'; by: readonly string[]; note: string }
  /** There is nothing that it is about. */
  | { kind: 'not applicable'; note: string }

/** A criterion. */
export interface Criterion {
  number: string
  name: string
  level: 'A' | 'AA'
  rgaa: string
  how: How
  /** What is known not to be met; `BARRIERS` of the statement names it for people. */
  fails?: string
}

const automated = (...by: string[]): How => ({ kind: 'automated', by })
const byHand = (note: string): How => ({ kind: 'by hand', note })
const none = (note: string): How => ({ kind: 'not applicable', note })
const journeys = (note: string, ...by: string[]): How => ({ kind: 'journeys', by, note })

const NO_MEDIA = 'The product brings no recorded sound or film. What people send each other is their own; a file can be given a caption.'

/** `title`: number, level and name, as `1.1.1 A Non-text Content`. */
function row(title: string, rgaa: string, how: How, fails?: string): Criterion {
  const [number = '', level = '', ...name] = title.split(' ')
  return { number, name: name.join(' '), level: level === 'AA' ? 'AA' : 'A', rgaa, how, ...(fails === undefined ? {} : { fails }) }
}

/** All 55. */
export const CRITERIA: readonly Criterion[] = [
  row('1.1.1 A Non-text Content', '1.1-1.7, 1.9, 4.7-4.9, 6.1, 6.2, 7.2, 10.2, 13.3-13.6', automated('axe')),
  row('1.2.1 A Audio-only and Video-only (Prerecorded)', '4.1, 4.2', none(NO_MEDIA)),
  row('1.2.2 A Captions (Prerecorded)', '4.3, 4.4', none(NO_MEDIA)),
  row('1.2.3 A Audio Description or Media Alternative', '4.1, 4.2', none(NO_MEDIA)),
  row('1.2.4 AA Captions (Live)', '-', none('There are no calls and no broadcasts.')),
  row('1.2.5 AA Audio Description (Prerecorded)', '4.5, 4.6', none(NO_MEDIA)),
  row('1.3.1 A Info and Relationships', '3.1, 5.1-5.8, 7.3, 8.9, 9.1-9.4, 10.1, 10.2, 11.1, 11.5-11.8, 12.6, 13.3, 13.4', automated('axe')),
  row('1.3.2 A Meaningful Sequence', '5.3, 8.10, 10.1, 10.3, 10.8, 13.3, 13.4', byHand('The order of the page is that of the screen: rail, list, conversation, panel. The rail of a phone stands below and comes first. Read in the frame and in pictures.')),
  row('1.3.3 A Sensory Characteristics', '10.9, 10.10', byHand('The words of the messenger, of the desk and of the pages were read: nothing is named by its place, color or form alone.')),
  row('1.3.4 AA Orientation', '13.9', automated('orientation')),
  row('1.3.5 AA Identify Input Purpose', '11.13', automated('axe', 'page')),
  row('1.4.1 A Use of Color', '3.1, 10.6, 10.7, 10.9, 10.10', { kind: 'automated', by: ['axe', 'forced-colors'], note: 'Important and urgent, what is unread, failed or chosen carry a sign, a word or a line beside their color.' }),
  row('1.4.2 A Audio Control', '4.10', automated('axe')),
  row('1.4.3 AA Contrast (Minimum)', '3.2, 10.5', automated('axe', 'contrast')),
  row('1.4.4 AA Resize Text', '10.4', automated('large-text')),
  row('1.4.5 AA Images of Text', '1.8', byHand('There are none: formulas are drawn as text, signs are SVG.')),
  row('1.4.10 AA Reflow', '10.11', automated('zoom')),
  row('1.4.11 AA Non-text Contrast', '3.3', automated('signs', 'forced-colors')),
  row('1.4.12 AA Text Spacing', '10.12', automated('axe', 'spacing')),
  row('1.4.13 AA Content on Hover or Focus', '10.13', byHand('Two things come with the pointer or the focus: the actions of a message, and who is meant by a group. Both stay while the pointer is on them, and go with Escape.')),
  row('2.1.1 A Keyboard', '4.11, 4.12, 7.3, 10.14, 12.9, 12.11', automated('keyboard')),
  row('2.1.2 A No Keyboard Trap', '4.11, 4.12, 12.9', automated('keyboard')),
  row('2.1.4 A Character Key Shortcuts', '12.10', journeys('Keys that are pressed alone can be turned off, in the messenger (settings, Keyboard) and at the desk (Keys).', 'conformance.test.ts')),
  row('2.2.1 A Timing Adjustable', '13.1, 13.8', byHand('Who is signed in stays so for days (`sign_in.agent_days`). What ends sooner is a touch of a passkey that was asked for, which can be asked for again, and the link of an enrolment. A message that waits to be taken back is sent after the seconds that its writer has chosen.')),
  row('2.2.2 A Pause, Stop, Hide', '13.1', automated('calm')),
  row('2.3.1 A Three Flashes or Below Threshold', '13.7', automated('calm')),
  row('2.4.1 A Bypass Blocks', '9.1, 12.6, 12.7', automated('axe', 'page')),
  row('2.4.2 A Page Titled', '8.5, 8.6', automated('axe', 'page')),
  row('2.4.3 A Focus Order', '10.3, 12.7, 12.8', automated('keyboard')),
  row('2.4.4 A Link Purpose (In Context)', '6.1, 6.2', automated('axe')),
  row('2.4.5 AA Multiple Ways', '12.1, 12.3, 12.4', byHand('Lists with filters, search in everything, and one field that finds people, rooms and commands (Ctrl K), in the messenger and at the desk. The pages of an account are steps of one process, or have tabs.')),
  row('2.4.6 AA Headings and Labels', '9.1, 11.1, 11.2', automated('page')),
  row('2.4.7 AA Focus Visible', '7.3, 10.7', { kind: 'automated', by: ['keyboard'], note: 'What has the focus within the frame of a document is told by a journey (`web-documents.test.ts`).' }),
  row('2.4.11 AA Focus Not Obscured (Minimum)', 'WCAG 2.2', automated('keyboard')),
  row('2.5.1 A Pointer Gestures', '13.10', automated('dragging')),
  row('2.5.2 A Pointer Cancellation', '13.11', byHand('What is pressed acts when it is let go. Menus open when they are pressed, as those of the machine do, and letting go elsewhere or Escape closes them. Read in the code of the messenger.')),
  row('2.5.3 A Label in Name', '6.1, 7.1, 11.2, 11.9', automated('names')),
  row('2.5.4 A Motion Actuation', '13.12', none('Nothing is done by moving the device.')),
  row('2.5.7 AA Dragging Movements', 'WCAG 2.2', { kind: 'automated', by: ['dragging'], note: 'Files can be dropped, and are chosen by a button just as well; rooms can be dragged in their list, and are moved by their menu just as well.' }),
  row('2.5.8 AA Target Size (Minimum)', 'WCAG 2.2', automated('axe', 'targets')),
  row('3.1.1 A Language of Page', '8.3, 8.4', automated('axe', 'page')),
  row('3.1.2 AA Language of Parts', '8.7, 8.8', { kind: 'automated', by: ['axe', 'page'], note: 'Letters of the server are shown in the language of whoever reads, the other one a press away, each marked; those from before 1 December 2026 are one text in two languages. What the server says of a refusal without our having words for it is marked as English.' }),
  row('3.2.1 A On Focus', '7.4, 13.2', automated('keyboard')),
  row('3.2.2 A On Input', '7.4', byHand('What is chosen takes effect where it stands (language, theme, filter), moves no focus and opens nothing. Read in the code.')),
  row('3.2.3 AA Consistent Navigation', '12.2, 12.4', byHand('Rail, list and panel of the messenger, side of the desk and head of the pages are one component each.')),
  row('3.2.4 AA Consistent Identification', '11.3', byHand('One word per idea, in both languages, by catalog; signs come from one table.')),
  row('3.2.6 A Consistent Help', 'WCAG 2.2', automated('help')),
  row('3.3.1 A Error Identification', '11.10', journeys('What is wrong is said in words beside the field or above the form, and told to screen readers.', 'passkeys.test.ts', 'web-people.test.ts', 'desk.test.ts')),
  row('3.3.2 A Labels or Instructions', '11.1, 11.2, 11.4-11.7, 11.10', automated('axe')),
  row('3.3.3 AA Error Suggestion', '11.11', byHand('The sentences of refusals of the messenger were read: each says what to do now. What the server says in its own words is not always so.')),
  row('3.3.4 AA Error Prevention (Legal, Financial, Data)', '11.12', byHand('What cannot be undone asks first and says what will happen: deleting, leaving, removing, opening a room for good, ending an account. Messages can be taken back for some seconds where their writer wishes for that.')),
  row('3.3.7 A Redundant Entry', 'WCAG 2.2', byHand('The address that somebody comes with is kept through signing in; nothing else is asked for twice but the end of a recovery key, which shows that the sheet can be read.')),
  row('3.3.8 AA Accessible Authentication (Minimum)', 'WCAG 2.2', { kind: 'automated', by: ['page'], note: 'A passkey takes no memory and no copying. Where there are passwords, the browser fills them in and they can be pasted.' }),
  row('4.1.2 A Name, Role, Value', '1.2, 1.3, 1.9, 2.1, 2.2, 4.13, 5.3, 7.1, 7.2, 8.2, 9.1, 10.8, 11.1, 11.9, 12.6, 13.3, 13.4', automated('axe')),
  row('4.1.3 AA Status Messages', '7.5', automated('status')),
]
