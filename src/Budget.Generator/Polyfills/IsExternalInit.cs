namespace System.Runtime.CompilerServices;

/// <summary>netstandard2.0 lacks it; the compiler wants it for <c>init</c> and records.</summary>
internal static class IsExternalInit;
