namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>Moves on a grid whose walls stop the agent. Cells are (x, y), x from the left and y from the top.</summary>
static class GridMoves
{
    /// <summary>0 left, 1 right, 2 up, 3 down, 4 stay.</summary>
    public static Space.Discrete Actions { get; } = new(5);

    /// <summary>The cell that <paramref name="action"/> leads to on a grid of <paramref name="size"/> × <paramref name="size"/> cells.</summary>
    public static (int X, int Y) Move(int x, int y, int action, int size) => Move(x, y, action, size, size);

    /// <summary>The cell that <paramref name="action"/> leads to on a grid of <paramref name="width"/> × <paramref name="height"/> cells.</summary>
    public static (int X, int Y) Move(int x, int y, int action, int width, int height) => action switch
    {
        0 => (Math.Max(x - 1, 0), y),
        1 => (Math.Min(x + 1, width - 1), y),
        2 => (x, Math.Max(y - 1, 0)),
        3 => (x, Math.Min(y + 1, height - 1)),
        _ => (x, y),
    };
}
