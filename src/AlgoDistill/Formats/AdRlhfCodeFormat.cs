namespace AlgoDistill;

/// <summary>
/// The language format that AD-RLHF's code writes, which is not the one that it documents (<see cref="AdRlhfFormat"/>): three lines
/// a step, <c>Prompt: 3,4</c>, <c>Completion: 2</c> and <c>Reward: 1.0</c>, then an empty one. A prompt ends with <c>Completion:</c>, as
/// there; the blank belongs to the action.
/// </summary>
/// <remarks>
/// Real numbers are laid out as Python's <c>repr</c> does, with the shortest digits that give the same float: AD-RLHF's rewards are
/// doubles and may have more. The template has no end of an episode; here the reward's line says it, <c>Reward: 1.0 terminated</c> or
/// <c>Reward: 1.0 truncated</c>, and nothing where the episode goes on.
/// </remarks>
public sealed record AdRlhfCodeFormat() : TemplateFormat("ad-rlhf-code",
    new FieldText("Prompt: ", "\nCompletion:") { Numbers = NumberText.Python }, new FieldText(" ", "\n") { Numbers = NumberText.Python },
    new OutcomeText("Reward: ", "\n\n", " terminated\n\n", " truncated\n\n") { Numbers = NumberText.Python });
