namespace AlgoDistill;

/// <summary>The catalogue of language formats.</summary>
public static class LanguageFormats
{
    /// <summary>One of each.</summary>
    public static IReadOnlyList<ILanguageFormat> All { get; } = [new CompactFormat(), new AdRlhfFormat(), new AdRlhfCodeFormat(), new JsonLinesFormat(), new ProseFormat()];
}
