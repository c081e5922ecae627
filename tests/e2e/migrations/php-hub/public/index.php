<?php
$n = (int) ($_GET["n"] ?? 0);
echo "$n squared is " . $n * $n;
