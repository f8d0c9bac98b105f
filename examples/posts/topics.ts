import { list, reference, string } from '../..'

const subredditsByTopic: Readonly<Record<string, readonly string[]>> = {
  animals: ['AnimalsBeingDerps', 'SuperShibe', 'aww', 'cats', 'corgi', 'birdpics'],
  anime: ['ShingekiNoKyojin', 'Animesuggest', 'anime', 'manga'],
  consoles: ['xboxone', 'PlayStationPlus', 'PS4', 'xbox', 'ouya', 'playstation', 'AnimalCrossing', 'NBA2k', 'PS3', 'wiiu', '3DS'],
  games: [
    'CubeWorld',
    'thelastofus',
    'AnimalCrossing',
    'ffxiv',
    'starcitizen',
    'Scrolls',
    'CODZombies',
    'battlefield_4',
    'pcmasterrace',
    'mindcrack',
    'DestinyTheGame',
    'NBA2k',
    'Warframe',
    'tappedout',
    'mwo',
    'EDH',
    'oculus',
    'Warthunder',
    'totalwar',
    'Minecraft',
    'skyrim',
    'DotA2',
  ],
  music: ['guitarpedals', 'Guitar', 'listentothis', 'kpics', 'vinyl', 'hiphopheads'],
  politics: ['restorethefourth', 'inthenews', 'changemyview', 'Libertarian', 'worldpolitics'],
  sports: ['peloton', 'tennis', 'Dodgers', 'lakers', 'NBA2k', 'nba', 'soccer', 'baseball', 'hockey', 'formula1'],
  stories: ['HPMOR', 'TalesFromRetail', 'TalesFromYourServer', 'thatHappened', 'Showerthoughts', 'legaladvice', 'nosleep'],
  technology: ['oculus', 'SuggestALaptop', 'AppHookup', 'ouya', 'pcmasterrace', 'Android', 'linux', 'programming', 'apple'],
  television: ['BigBrother', 'roosterteeth', 'SourceFed', 'venturebros', 'gameofthrones', 'breakingbad', 'doctorwho'],
}

const topicsBySubreddit = new Map<string, string[]>()
for (const [topic, subreddits] of Object.entries(subredditsByTopic)) {
  for (const subreddit of subreddits) topicsBySubreddit.set(subreddit, [...(topicsBySubreddit.get(subreddit) ?? []), topic])
}

/** Which topics a subreddit is about; some are about several. */
export const subredditTopics = reference('subreddit_topics', {
  schema: { subreddit: string(), topics: list(string()) },
  rows: [...topicsBySubreddit].map(([subreddit, topics]) => ({ subreddit, topics })),
})
