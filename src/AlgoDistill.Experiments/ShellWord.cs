namespace AlgoDistill.Experiments;

/// <summary>Words of a command as a shell reads them.</summary>
public static class ShellWord
{
    /// <summary>The word, quoted where a shell needs it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,+".Contains(letter)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
