namespace AlgoDistill.Bench.Measures;

/// <summary>How fast one thing is done with a store; the median over blocks.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Value">How fast.</param>
/// <param name="Unit"><c>rows/s</c>, where more is better, or <c>ms</c>, where less is.</param>
/// <param name="Target">What it is meant to reach; nothing where it is there to be compared with.</param>
/// <param name="Note">With what it was measured.</param>
public sealed record StoreRow(string Name, double Value, string Unit, double? Target, string Note);
