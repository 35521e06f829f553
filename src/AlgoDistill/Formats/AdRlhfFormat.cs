namespace AlgoDistill;

/// <summary>
/// The language format that AD-RLHF documents: four lines a step, <c>prompt: 3,4</c>, <c>completion: 2</c>, <c>reward: 1</c> and
/// <c>###</c>. The last line says <c>### terminated</c> or <c>### truncated</c> where an episode ends, which the template left open.
/// </summary>
public sealed record AdRlhfFormat() : TemplateFormat("ad-rlhf", new FieldText("prompt: ", "\ncompletion: "), new FieldText("", "\n"),
    new OutcomeText("reward: ", "\n###\n", "\n### terminated\n", "\n### truncated\n"));
