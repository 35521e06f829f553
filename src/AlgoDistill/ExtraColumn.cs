namespace AlgoDistill;

/// <summary>What the values of an optional column are.</summary>
public enum ExtraType
{
    /// <summary>One float: an exploration rate, an entropy, a score.</summary>
    Float,

    /// <summary>A list of floats of any length: a reward for each token.</summary>
    Floats,

    /// <summary>A list of whole numbers of any length: token ids.</summary>
    Integers,

    /// <summary>A text: a prompt, a completion.</summary>
    Text,
}

/// <summary>Name and type of an optional column.</summary>
/// <param name="Name">Lower-case letters, digits and underscores, a letter first, at most 63 of them: what every reader of columns takes.</param>
/// <param name="Type">What its values are.</param>
public sealed record ExtraField(string Name, ExtraType Type)
{
    const int LongestName = 63; // the limit of common databases

    /// <summary>The column's name.</summary>
    public string Name { get; init => field = Checked(value); } = Checked(Name);

    static string Checked(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? name
            : throw new ArgumentException($"column name \"{name}\" is not made of 1 to {LongestName} lower-case letters, digits and underscores, a letter first", nameof(name));
}

/// <summary>An optional column of a learning history: a value for each row, or nothing where it is not known.</summary>
public sealed class ExtraColumn
{
    readonly object?[] values;

    /// <summary>Takes over the values.</summary>
    /// <param name="field">Name and type.</param>
    /// <param name="values">(N): null, or a float, float[], int[] or string as the type says.</param>
    /// <exception cref="ArgumentException">A value is of another type.</exception>
    public ExtraColumn(ExtraField field, object?[] values)
    {
        (Field, this.values) = (field, values);
        for (var row = 0; row < values.Length; row++)
            if (!Fits(values[row]))
                throw new ArgumentException($"row {row}, column {field.Name}: a {values[row]!.GetType().Name}; the column holds {field.Type}", nameof(values));
    }

    /// <summary>Name and type.</summary>
    public ExtraField Field { get; }

    /// <summary>Rows N.</summary>
    public int Length => values.Length;

    /// <summary>The value of a row: null, or a float, float[], int[] or string as the type says.</summary>
    public object? this[int row] => values[row];

    /// <summary>The column of some rows alone.</summary>
    public ExtraColumn Take(IEnumerable<int> rows) => new(Field, [.. rows.Select(row => values[row])]);

    bool Fits(object? value) => value is null || Field.Type switch
    {
        ExtraType.Float => value is float,
        ExtraType.Floats => value is float[],
        ExtraType.Integers => value is int[],
        _ => value is string,
    };
}
