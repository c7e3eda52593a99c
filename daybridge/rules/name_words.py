"""Words that are also names, and words one letter away from a name.

Source: our own reading of common American given names and surnames (2026); lists of
        single words, so that a clinician can add one.
"""

from daybridge.rules.wording import words_of

# Given names and surnames that are also words, months or places. In lower case, or at
# the start of a sentence without a verb, they are left alone.
COMMON_WORD_NAMES = words_of("""
amber angel april art ash asia august austin autumn avery bill blessing bob bond brandy
brook brooklyn buck bud buddy cady camden carol carolina case cash chad chance charity
charlotte chase chelsea cherry china chip christian christmas clay cliff colt coral
crystal daisy dakota dale dallas dan dash dawn dean denver desire destiny diamond dick
dill don drew dusty earnest ebony eden eve ever faith fern florence frank gene genesis
georgia ginger glen glory grace grant guy happy harmony haven hazel heath heather heaven
henna holly honor hope houston hunter india iris israel ivory ivy jack jade jasmine jay
jean jewel jordan journey joy june justice karma kenya kit kitty lance lane laurel
legacy lex liberty lily lincoln london lou love lucky lyric major marina mark max may
melody memory mercy merry miles minor misty molly nick norm ocean olive opal oral
orlando page paige paris pat patience patty peace pearl peg penny pepper phoenix pierce
pip piper poppy precious prince princess promise queen rain rainbow randy ray rebel red
reed rich river rob robin rock rocky rod rose rowan royal ruby rusty sage saint sandy
savannah serenity shelly sierra skip sky sonny spring star stella sterling storm stormy
sue summer sunny sunshine sydney tad tanner teddy temple terry timber trace treasure
trinity trip troy true tucker tuesday unique van victor victory violet virginia wade
ward warren washington wednesday will willow win winter wren young zen

archer bailey baker ball banks barber bean bear bell berry best bird bishop black block
blood booth bowman box branch brand bridges brown burn burns bush butcher butler cannon
carpenter carver chambers church close coffee cook counts crane cross curry day do
dollar drake driver early east english farmer field fields finch fish fisher flowers
foot ford foreman forest foster fox freeman french friend frost fry gardener gardner
gates gay givens glass gold golden good goodman gray green grey grove guest hacker hale
hall hand hardy hart head heard high hill hills holiday holt hood hook hooks horn house
hunt ivy kelly key keys king knight knox lake lamb law lawless laws lighter little lo
lock long lord low mace man manning march marsh means mercer miller mills monday money
moody moon more moss nail newman noble nobles north nurse old outlaw pace pack park
parks peak peoples person pitts place plant pool poole pope porter post potter potts
powell powers price pride priest proud rainey ready reason rice rider rivers roads rush
rye sales salt sands savage self sellers sharp shaw sheets shepherd short silver singer
skinner small smart snow so son song south speaks spears speed spicer starks steel stern
stone stones street strong summers sun swan swift tailor teach thorn toy trainer tree
vice walker wall walls ware water waters weaver weed weeks wells west wheat wheeler
white wild wilder winters wise wolf wood woods woody word words work workman worth
""")

# Ordinary words one letter from a common name: never read as a misspelling unless they
# stand capitalized in the middle of a sentence.
NEAR_NAME_WORDS = words_of("""
abet alert alien alike alive allied allies allow alone alter anger angle arson avid back
badly barely barley baron basis beach beast been began being belly bench biker bills
blank bless blow blown board bones bored borrow both brace brain brains brand brave
bread break breath bride brief bright bring broke broken brother brow bruise brutal
brute build bunch burner burnt candle candy cannot care caring carry case cases caused
cells change changed changes charge charged charges chart cheap check cheek cheer chess
child chills choice chose chosen claim clan clark class clean clear climb clock cloth
coin colon comma common cope coping core corner could count court cover coward crave
craving crown cruel cruise daily dairy dance dancing daring dark dates death denial
denied denies dense dinner drank drown early earn easily eleven envy ever eyes faint
fallen fallow family famine famous fancy faster fear feather feeling fellow ferry fills
final flash flashes folly foods forge forget forgot frown fully games garden gather
glance glory goods gorge grade grain grand grants grape grave greet grown habit handy
hang happy harder hardly harm harsh hated hates haven heal health heart heater herbs
hills hobby holy homes honest hoped hopes hours hunger hurry jealous jelly joint jolly
joyful judge kills lack land lane lanes larger later laugh lay leather leave leaves
lesson level lines loan lobby local loner looks loved lovely lower lunch macro makers
mania manic many margin marine marker market marlin marry meant media median meeting
mercy merely merry messy meter mile mind mining miss missed moist month months mood
moods moral morals morning mostly nanny nearly nerves never noise normal norms noted
ones only opens order organ other owner owns paint panda panel panic paper parents part
parted party patch patient peer peers pest petty phase piece pills pipe pitch plan
planned planning plus poster prank pride prime prize proud putty quick quiet quit rally
random range rates ready reason recall relax relay rely report rested rich riches right
risky robbing room roots roster rule sadly safe sales salty same sander seven seventy
shade shake shame shape share shared shares sharp shawl shell shift shore short shorten
shown silly since sister slack slice slogan slower smile smiles smoke smokes sober sofa
sonic spawn stack staff stair stale stark start state stay steal steep stem step steps
stick still stop store stores stories story stove stress strokes sunny swear table tally
taste tasty teach tells than that there thing things think third those ticks tired today
tone toward trace track trade trail train trash treat trend trial tricky truce trust
truth tummy turned turns unity vegan voice wait waiter walked walks warn waste water
weaker wealth weather weeks weight well while whine whole wince windy wiser witch woman
women wonder words worker works world worry worse worth would write wrote yearly yours
zones
""")

# Months and seasons after one of these words are a time.
CALENDAR_WORDS = words_of("april may june august march autumn summer winter spring")
CALENDAR_WORDS |= words_of("monday tuesday wednesday friday")
BEFORE_A_TIME = words_of("in last this next since until during early late mid")

FORMS_OF_ADDRESS = words_of("mr mrs ms miss mx dr")

# What tends to follow a person's name at the start of a sentence.
VERBS = words_of("""
accepted admits agrees also always asks became began begins brought came can chose comes
could cried cries did didn does doesn doubts drank drove falls feels fell felt finds
found gave gets gives goes got had has hasn heard hears helps hopes is isn joins just
kept knew knows laughs leads learns leaves left let lets likes listens looks lost loves
made makes may met might missed needs never notes now offers often paid puts ran reads
really reports said sat saw says seems sees sent set shared shares should shows sings
sits slept smiles smoked speaks spoke stands starts stays still stood stopped struggles
suggests takes talked talks teaches tells thanks thinks thought told took tried tries
understood used uses wanted wants was wasn went who whose will wishes won would writes
wrote
""")

# Two letters that are something else in a clinic; never read as a person's initials.
ABBREVIATIONS = words_of("""
aa ab ad al am at ax bp ca cb cc cm cp cr da dc de do dr du ed eg er et ga gp hi hr hw
hx ia id ie if il in iq is it iv ky la ma md me mh mi mn mo mr ms mt na nc ne nj nm no
nv ny od oh ok on op or ot ox pa pc pm po pt qa qi ri rn rx sc sd si so sw sx tb tn to
tv tx ua uk un up us ut va vs vt wa we wi wv wy
""")

# Small words of surnames, never a name by themselves.
PARTICLES = words_of("""
al bin da das de del den der di do dos du el la las le los mac mc o san st ter van von y
""")
