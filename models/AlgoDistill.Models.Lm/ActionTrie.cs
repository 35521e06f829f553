namespace AlgoDistill.Models.Lm;

/// <summary>All legal actions as token sequences: at each node, the tokens that a legal action may go on with.</summary>
/// <remarks>No action's text begins another's, so a leaf is a whole action.</remarks>
sealed class ActionTrie
{
    // More actions than this are not enumerated: generation is then free and its text is parsed
    const int Largest = 65_536;

    ActionTrie() { }

    /// <summary>The token and the node of each way to go on; none at a leaf.</summary>
    public SortedDictionary<int, ActionTrie> Next { get; } = [];

    /// <summary>The action of a leaf.</summary>
    public float[]? Action { get; private set; }

    /// <summary>The trie of a space's actions; nothing when they cannot be enumerated.</summary>
    public static ActionTrie? Of(Space actions, LanguageCodec codec)
    {
        if (actions is not Space.Discrete { Count: var count, Size: var size } || Math.Pow(count, size) > Largest) return null;
        var root = new ActionTrie();
        var tokens = new List<int>();
        for (var number = 0; number < (int)Math.Pow(count, size); number++)
        {
            var action = new float[size];
            for (int i = size - 1, rest = number; i >= 0; i--, rest /= count) action[i] = rest % count;
            tokens.Clear();
            codec.EncodeAction(action, tokens);
            var node = root;
            foreach (var token in tokens)
            {
                if (!node.Next.TryGetValue(token, out var next)) node.Next[token] = next = new ActionTrie();
                node = next;
            }

            node.Action = action;
        }

        return root;
    }
}
