namespace AlgoDistill.Data.Import;

/// <summary>Finds the space of values that come without one: whole numbers that are not negative are discrete, others are real.</summary>
sealed class ValueRange
{
    int width = 1;
    float largest;
    bool whole = true;

    /// <summary>The space of the values so far.</summary>
    public Space Space => whole ? new Space.Discrete((int)largest + 1, width) : new Space.Box(width, float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Takes values into account.</summary>
    public void Add(int width, ReadOnlySpan<float> values)
    {
        this.width = width;
        foreach (var value in values)
        {
            if (!whole) return;
            whole = value >= 0 && value < 1 << 24 && value == MathF.Floor(value) && !(value == 0 && float.IsNegative(value));
            largest = Math.Max(largest, value);
        }
    }
}
