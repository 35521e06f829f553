namespace AlgoDistill;

/// <summary>
/// The shortest text that still reads: <c>3,4&gt;2=1;</c> is observation (3, 4), action 2 and reward 1. The mark behind the reward says
/// whether the episode goes on (<c>;</c>), reached a terminal state (<c>#</c>) or its time limit (<c>!</c>). An observation that can
/// only be one value says nothing and is not written: a bandit's trial is <c>7=1;</c>.
/// </summary>
/// <remarks>
/// Cut by its own <see cref="TemplateFormat.Vocabulary"/> this is the format of a single token a field: of a discrete space, each
/// component with its mark is one token (<c>3,</c> <c>4&gt;</c> <c>2=</c> <c>1;</c>), so there is no other format for that.
/// </remarks>
public sealed record CompactFormat() : TemplateFormat("compact", new FieldText("", ">"), new FieldText("", "="), new OutcomeText("", ";", "#", "!"),
    omitsSoleObservation: true);
