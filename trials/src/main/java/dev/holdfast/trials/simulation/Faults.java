package dev.holdfast.trials.simulation;

/// Which faults a run meets, and how often: one in so many occasions, 0 for never. Each seed takes
/// some of them only, since a run in which everything fails reaches nothing deep.
///
/// @param crash at a durable write, before or after it
/// @param freeze a holder of an errand stands still, and its lease runs out meanwhile
/// @param slow a target takes seconds
/// @param lostAnswer it was done, and the answer is lost
/// @param lostRequest it was not done, and there is no answer
/// @param refusal the target says no
/// @param lie the target says done, and it is not
/// @param repeat a reader is set back and reads again
/// @param lag a lane of a reader is late by seconds
/// @param relayDeath the relay dies between the broker's yes and its own note of it
/// @param cut a service loses its broker or database for a while (occasions: ten seconds each)
/// @param clockJump the detector's host clock jumps (occasions: ten seconds each)
/// @param silence a system shows no metrics for a while (occasions: ten seconds each)
/// @param halt somebody throws the kill switch (occasions: ten seconds each)
/// @param reload another pack, good or bad, is applied (occasions: ten seconds each)
/// @param forgery somebody writes an order who has no right to (occasions: ten seconds each)
/// @param badChannel a channel does not take a notice
record Faults(
        int crash,
        int freeze,
        int slow,
        int lostAnswer,
        int lostRequest,
        int refusal,
        int lie,
        int repeat,
        int lag,
        int relayDeath,
        int cut,
        int clockJump,
        int silence,
        int halt,
        int reload,
        int forgery,
        int badChannel) {

    static Faults none() {
        return new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static Faults by(Chance chance) {
        return new Faults(
                some(chance, 150),
                some(chance, 12),
                some(chance, 6),
                some(chance, 5),
                some(chance, 5),
                some(chance, 6),
                some(chance, 8),
                some(chance, 12),
                some(chance, 40),
                some(chance, 20),
                some(chance, 10),
                seldom(chance, 20),
                some(chance, 20),
                some(chance, 20),
                some(chance, 15),
                some(chance, 10),
                some(chance, 5));
    }

    /// Two of three runs meet it, at up to three times the usual rate.
    private static int some(Chance chance, int usual) {
        return chance.oneIn(3) ? 0 : Math.max(2, usual / (1 + chance.below(3)));
    }

    private static int seldom(Chance chance, int usual) {
        return chance.oneIn(6) ? usual : 0;
    }
}
