using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>How a project numbers its moves, and what they are called. Cells are numbered row by row from the top left.</summary>
sealed class MoveOrder
{
    static readonly ImmutableArray<string> Known = ["left", "right", "up", "down", "stay"]; // by the number that GridMoves gives each
    readonly int[] moves;

    MoveOrder(params string[] names) =>
        (moves, Actions, Words) = ([.. names.Select(name => Known.IndexOf(name))], new(names.Length), SpaceWords.OfValues([.. names]));

    /// <summary>The order of <see cref="GridMoves"/>.</summary>
    public static MoveOrder Own { get; } = new([.. Known]);

    /// <summary>The order of corl-team/ad-eps.</summary>
    public static MoveOrder AdEps { get; } = new("stay", "up", "right", "down", "left");

    /// <summary>The order of the Decision-Pretrained Transformer, which DICP took over.</summary>
    public static MoveOrder Dpt { get; } = new("right", "left", "down", "up", "stay");

    /// <summary>The order of Gymnasium's FrozenLake.</summary>
    public static MoveOrder FrozenLake { get; } = new("left", "down", "right", "up");

    /// <summary>The order of Gymnasium's CliffWalking.</summary>
    public static MoveOrder CliffWalking { get; } = new("up", "right", "down", "left");

    /// <summary>One action a move.</summary>
    public Space.Discrete Actions { get; }

    /// <summary>What each action is called.</summary>
    public SpaceWords Words { get; }

    /// <summary>The cell that <paramref name="action"/> leads to from <paramref name="cell"/>.</summary>
    public int Follow(int cell, int action, int width, int height)
    {
        var (x, y) = GridMoves.Move(cell % width, cell / width, moves[action], width, height);
        return y * width + x;
    }
}
